import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { movementOf } from './movement.ts';

const [roundTrip] = exampleResults().run.suites as [SuiteInfo];
const suite: SuiteInfo = { ...roundTrip, work: 'ping' };

test('movement is the time of a round trip minus the time of the work alone, by launch', () => {
  const whole = simulatedSummary('clone', 1024, [[5], [10], [20]]);
  const work = simulatedSummary('ping', 1024, [[1], [2], [4]]);
  const movement = movementOf(whole, suite, [whole, work]);
  // 4, 8 and 16 ms.
  expect(movement?.ms.value).toBeCloseTo(28 / 3);
  expect(movement?.share.value).toBeCloseTo(0.8);
  // The share is the same in each launch.
  expect(movement?.share.interval?.low).toBeCloseTo(0.8);
  expect(movement?.share.interval?.high).toBeCloseTo(0.8);
});

test('movement can be negative; there is none without the work alone', () => {
  const whole = simulatedSummary('clone', 1024, [[3], [3]]);
  const slow = simulatedSummary('ping', 1024, [[4], [4]]);
  expect(movementOf(whole, suite, [whole, slow])?.ms.value).toBeCloseTo(-1);
  expect(movementOf(whole, suite, [whole])).toBeUndefined();
  expect(movementOf(whole, { ...suite, work: null }, [whole, slow])).toBeUndefined();
  expect(movementOf(slow, suite, [whole, slow])).toBeUndefined();
});
