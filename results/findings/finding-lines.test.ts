import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults, exampleTransport } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { findingsOf } from './finding-lines.ts';

test('a transport for which other bytes arrive than the working set has is named, and one without a count is not', () => {
  const { run } = exampleResults();
  const [roundTrip] = run.suites as [SuiteInfo];
  const names = ['clone', 'view', 'share', 'uncounted'];
  const suite = { ...roundTrip, sizesBytes: [1024], transports: names.map((name) => exampleTransport(name)) };
  const counts = { clone: 2048, view: 2 * 1024 ** 2, share: 0, uncounted: null };
  const cells = Object.entries(counts).map(([name, movedBytes]) => ({
    ...simulatedSummary(name, 1024, [[1], [2]]),
    movedBytes,
  }));
  const lines = findingsOf({ run, cells, carryOvers: [], noise: [] }, suite, 'node');
  expect(lines).toContain('bytes that arrive in a round trip of 2 KiB: view 2 MiB; share 0 B');
});

test('a transport that no size could measure is not compared, and one that lacks launches is undecided', () => {
  const { run } = exampleResults();
  const [roundTrip] = run.suites as [SuiteInfo];
  const transports = ['clone', 'transfer', 'share'].map((name) => exampleTransport(name));
  const suite = { ...roundTrip, sizesBytes: [1024, 4096], transports };
  const cells = suite.sizesBytes.flatMap((sizeBytes) => [
    simulatedSummary('clone', sizeBytes, [[1]]),
    simulatedSummary('transfer', sizeBytes, [[1]]),
    {
      engine: 'node' as const,
      suite: suite.name,
      transport: 'share',
      parameter: null,
      sizeBytes,
      status: 'unsupported' as const,
      reason: 'no shared memory',
    },
  ]);
  const lines = findingsOf({ run, cells, carryOvers: [], noise: [] }, suite, 'node');
  expect(lines.filter((line) => line.includes(' beats '))).toEqual(['transfer beats clone: undecided']);
});

test('the noise line says of which sizes it is, if rounds were repeated', () => {
  const { run } = exampleResults();
  const [suite] = run.suites as [SuiteInfo];
  const noiseLine = (round: number | null) => {
    const deviations = { launch: 0.04, page: null, worker: null, round };
    const shares = { launch: 1, page: 0, worker: 0, round: 0 };
    const noise = [{ engine: 'node', suite: suite.name, ratios: 1, deviations, shares } as const];
    return findingsOf({ run, cells: [], carryOvers: [], noise }, suite, 'node').find((line) =>
      line.startsWith('noise'),
    );
  };
  expect(noiseLine(0.2)).toMatch(/^noise of a ratio, of sizes with several rounds: launch 4%, round 20%; /);
  expect(noiseLine(null)).toMatch(/^noise of a ratio: launch 4%; /);
});

/** Clone always takes 1; the other as many as the map has at its value. */
function compared(suite: SuiteInfo, times: ReadonlyMap<{ sizeBytes: number; parameter: number }, number>) {
  const cells = [...times].flatMap(([at, ms]) => [
    { ...simulatedSummary('clone', at.sizeBytes, [[1], [1.01], [1]]), parameter: at.parameter },
    { ...simulatedSummary('columns', at.sizeBytes, [[ms], [1.01 * ms], [ms]]), parameter: at.parameter },
  ]);
  const { run } = exampleResults();
  return findingsOf({ run, cells, carryOvers: [], noise: [] }, suite, 'node').filter((line) =>
    line.includes(' beats '),
  );
}

test('where only the parameter varies, the crossover is a number of what it counts', () => {
  const [roundTrip] = exampleResults().run.suites as [SuiteInfo];
  const suite: SuiteInfo = {
    ...roundTrip,
    sizesBytes: [0],
    parameter: { name: 'records', kind: 'count', values: [1, 10, 1000, 10_000] },
    transports: ['clone', 'columns'].map((name) => exampleTransport(name)),
  };
  const at = (parameter: number, ms: number) => [{ sizeBytes: 0, parameter }, ms] as const;
  expect(compared(suite, new Map([at(10_000, 0.2), at(10, 3), at(1000, 0.5)]))).toEqual([
    'columns beats clone: from 1,000 records, up to 10,000 records; slower at 10 records',
  ]);
  expect(compared(suite, new Map([at(1, 0.5), at(10, 0.5), at(1000, 0.5), at(10_000, 3)]))).toEqual([
    'columns beats clone: only at 1 record, 10 records and 1,000 records, of the numbers up to 10,000 records',
  ]);
});

test('where sizes vary too, there is a crossover for each value of the parameter, unless they are too many', () => {
  const [roundTrip] = exampleResults().run.suites as [SuiteInfo];
  const suite = (...values: number[]): SuiteInfo => ({
    ...roundTrip,
    sizesBytes: [1024, 4096],
    parameter: { name: 'workers', kind: 'count', values },
    transports: ['clone', 'columns'].map((name) => exampleTransport(name)),
  });
  const times = (...values: number[]) =>
    new Map<{ sizeBytes: number; parameter: number }, number>(
      values.flatMap((parameter) => [
        [{ sizeBytes: 1024, parameter }, 3],
        [{ sizeBytes: 4096, parameter }, 1 / (1 + parameter)],
      ]),
    );
  expect(compared(suite(1, 2), times(1, 2))).toEqual([
    'at 1 worker, columns beats clone: at 4 KiB; slower at 1 KiB',
    'at 2 workers, columns beats clone: at 4 KiB; slower at 1 KiB',
  ]);
  const many = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(compared(suite(...many), times(...many))).toEqual([]);
});
