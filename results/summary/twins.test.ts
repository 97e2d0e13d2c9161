import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedSummary } from '../testing/simulated.ts';
import type { CellSummary } from './summary.ts';
import { leastSeen, twinRatios } from './twins.ts';

const example = exampleResults();
const [roundTrip] = example.run.suites as [SuiteInfo];
const [clone] = roundTrip.transports;
const suite = {
  ...roundTrip,
  transports: [...roundTrip.transports, { ...clone, name: 'clone-twin', role: 'twin' }],
} as SuiteInfo;

const runOf = (cells: readonly CellSummary[]) => ({ run: { ...example.run, suites: [suite] }, cells });
const ENGINES = ['chromium', 'firefox', 'webkit', 'node', 'bun', 'deno'] as const;

test('a twin is compared with its transport at the same size, and is distinguishable or not', () => {
  const cells = [
    simulatedSummary('clone', 1024, [[1], [2], [3]]),
    simulatedSummary('clone-twin', 1024, [[1.01], [1.98], [3.01]]),
    simulatedSummary('clone', 4096, [[1], [2], [3]]),
    simulatedSummary('clone-twin', 4096, [[2], [4.01], [6]]),
    simulatedSummary('clone-twin', 16_384, [[1], [1]]),
  ];
  const [alike, different, ...others] = twinRatios(runOf(cells));
  expect(alike).toMatchObject({ sizeBytes: 1024, isDistinguishable: false });
  expect(different).toMatchObject({ sizeBytes: 4096, isDistinguishable: true });
  expect(different?.estimate.value).toBeCloseTo(2, 2);
  expect(others).toEqual([]);
  expect(alike && leastSeen(alike)).toBeLessThan(1.05);
});

test('with unchanged twins at three sizes in six engines, some comparison is distinguishable in 1 run of 20', () => {
  const RUNS = 1_000;
  const noisy = () => Array.from({ length: 5 }, () => [Math.exp(0.1 * normal())]);
  let found = 0;
  for (let at = 0; at < RUNS; at++) {
    const cells = ENGINES.flatMap((engine) =>
      [1024, 4096, 16_384].flatMap((sizeBytes) => [
        { ...simulatedSummary('clone', sizeBytes, noisy()), engine },
        { ...simulatedSummary('clone-twin', sizeBytes, noisy()), engine },
      ]),
    );
    if (twinRatios(runOf(cells)).some(({ isDistinguishable }) => isDistinguishable)) found++;
  }
  expect(found / RUNS).toBeGreaterThan(0.03);
  expect(found / RUNS).toBeLessThan(0.07);
});
