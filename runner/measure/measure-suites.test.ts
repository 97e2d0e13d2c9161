import { expect, test } from 'playwright/test';
import type { Entry } from '../../results/schema/entry.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { exampleResults } from '../../results/testing/example.ts';
import { plannedCells } from '../../suites/plan/schedule.ts';
import { measureSuites } from './measure-suites.ts';
import type { Measurement } from './measurement.ts';

test('an engine that does not start is started once more, and all its cells have failed', async () => {
  const { run } = exampleResults();
  const [suite] = run.suites as [SuiteInfo];
  const recorded: Entry[] = [];
  let starts = 0;
  const measurement = {
    run: { ...run, sampling: { ...run.sampling, mostLaunches: 20, budgetMs: 1_000_000 } },
    suite,
    engine: 'node',
    host: { id: 'host-a' },
    before: [],
    silenceMs: 1_000,
    // With the memory of another machine, no size is too large.
    found: {
      unwatchable: 'it is on another machine',
      open: async () => {
        starts++;
        throw new Error('it does not start');
      },
    },
    server: { open: () => ({ client: {}, close: () => {} }) },
    record: async (entry: Entry) => {
      recorded.push(entry);
    },
  } as unknown as Measurement;
  expect(await measureSuites([measurement])).toMatchObject([{ measured: [], failure: 'it does not start' }]);
  expect(starts).toBe(2);
  const failed = recorded.filter(({ kind }) => kind === 'cell');
  expect(failed).toHaveLength(plannedCells(suite, 'node').length);
  for (const cell of failed) expect(cell).toMatchObject({ status: 'failed', reason: 'it does not start' });
});
