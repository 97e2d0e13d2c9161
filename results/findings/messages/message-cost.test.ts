import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../schema/run.ts';
import { exampleResults, exampleTransport } from '../../testing/example.ts';
import { normal, simulatedSummary } from '../../testing/simulated.ts';
import { messageCosts } from './message-cost.ts';

const [roundTrip] = exampleResults().run.suites as [SuiteInfo];
const burst: SuiteInfo = {
  ...roundTrip,
  name: 'burst',
  sizesBytes: [1024],
  parameter: { name: 'in flight', kind: 'in flight', values: [1, 8, 64] },
  transports: [exampleTransport('clone')],
};

/** A burst of N messages takes 0.1 ms and 0.01 ms a message, and launches differ by a factor. */
const burstsOf = (launches: number, spread: number) =>
  [1, 8, 64].map((parameter) => ({
    ...simulatedSummary(
      'clone',
      1024,
      Array.from({ length: launches }, () => [(0.1 + 0.01 * parameter) * Math.exp(spread * normal())]),
    ),
    parameter,
  }));

test('the slope is the cost of a message, and the intercept that of a wake-up', () => {
  const [cost, ...others] = messageCosts(burst, burstsOf(5, 0.001));
  expect(others).toEqual([]);
  expect(cost?.messageMs.value).toBeCloseTo(0.01, 4);
  expect(cost?.wakeUpMs.value).toBeCloseTo(0.1, 3);
});

test('the 95% interval of a message covers its true cost in 95% of runs', () => {
  const RUNS = 1_500;
  let covered = 0;
  for (let run = 0; run < RUNS; run++) {
    const interval = messageCosts(burst, burstsOf(6, 0.1))[0]?.messageMs.interval;
    if (interval && interval.low <= 0.01 && 0.01 <= interval.high) covered++;
  }
  expect(covered / RUNS).toBeGreaterThan(0.93);
  expect(covered / RUNS).toBeLessThan(0.97);
});

test('a suite without messages in flight, and a launch without all numbers of them, have no such cost', () => {
  expect(messageCosts(roundTrip, burstsOf(5, 0.01))).toEqual([]);
  expect(messageCosts(burst, burstsOf(5, 0.01).slice(0, 1))).toEqual([]);
});
