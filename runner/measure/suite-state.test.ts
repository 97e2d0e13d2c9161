import { expect, test } from 'playwright/test';
import type { Entry } from '../../results/schema/entry.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { exampleEntries, exampleResults } from '../../results/testing/example.ts';
import type { FoundEngine } from './measurement.ts';
import { SuiteState } from './suite-state.ts';

const { run: example } = exampleResults();
const [whole] = example.suites as [SuiteInfo];
const [SMALL, LARGE] = whole.sizesBytes as [number, number];
/** Only with cells that the example has. */
const suite: SuiteInfo = {
  ...whole,
  transports: whole.transports.map((one) => (one.name === 'ping' ? { ...one, sizesBytes: [SMALL] } : one)),
};
const run = {
  ...example,
  suites: [suite],
  sampling: { leastLaunches: 3, mostLaunches: 4, targetMargin: 0.1, budgetMs: 1_000_000 },
};
/** What a state needs to know of an engine that it does not start; with the memory of another machine, no size is too large. */
const ENGINE = {
  run,
  engine: 'node',
  found: { unwatchable: 'it is on another machine' },
  record: async () => {},
} as unknown as FoundEngine;
const RESUMED: Entry = { kind: 'resumed', at: '2026-01-02T03:05:00.000Z' };

/** The example's launch, of the cells up to a size. */
function launch(number: number, { isComplete = true, upToBytes = LARGE } = {}): Entry[] {
  return exampleEntries().flatMap((entry): Entry[] => {
    switch (entry.kind) {
      case 'launch':
        return [{ ...entry, launch: { ...entry.launch, launch: number } }];
      case 'page':
        return [{ ...entry, launch: number }];
      case 'worker':
        return [
          {
            ...entry,
            launch: number,
            cells: entry.cells.filter(({ sizeBytes }) => sizeBytes <= upToBytes),
          },
        ];
      case 'launched':
        return isComplete ? [{ ...entry, launch: number }] : [];
      default:
        return [];
    }
  });
}

/** The number of the next launch of a run that had recorded the entries, and its sizes. */
async function nextAfter(before: readonly Entry[]) {
  const state = new SuiteState({ ...ENGINE, suite, before, silenceMs: 1 });
  const part = await state.nextPart();
  if (!part) return undefined;
  const sizes = part.pages.flatMap(({ groups }) => groups.map(({ sizeBytes }) => sizeBytes));
  return { launch: part.launch, sizesBytes: [...new Set(sizes)].sort((a, b) => a - b) };
}

test('a new run begins with launch 0, and a resumed one goes on with the first launch that is not complete', async () => {
  const all = [SMALL, LARGE];
  expect(await nextAfter([])).toEqual({ launch: 0, sizesBytes: all });
  expect(await nextAfter([...launch(0), ...launch(1, { isComplete: false }), RESUMED])).toMatchObject({
    launch: 1,
  });
  const lost = [...launch(0), ...launch(1, { isComplete: false }), ...launch(2), RESUMED];
  expect(await nextAfter(lost)).toMatchObject({ launch: 1 });
  expect(await nextAfter([...[0, 1, 2, 3].flatMap((one) => launch(one)), RESUMED])).toBeUndefined();
});

test('a size that only a lost launch had measured is measured again', async () => {
  const small = [1, 2, 3, 4].flatMap((one) => launch(one, { upToBytes: SMALL }));
  const lost = [...launch(0, { isComplete: false }), ...small, RESUMED];
  expect(await nextAfter(lost)).toEqual({ launch: 0, sizesBytes: [LARGE] });
});
