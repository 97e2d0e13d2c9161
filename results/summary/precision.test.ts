import { expect, test } from 'playwright/test';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { decisionOf, estimate } from '../statistics/estimate.ts';
import { normal } from '../testing/simulated.ts';
import { areSettled, isBarelyDecided } from './precision.ts';

const TARGET = 0.1;
/** Ratios of 2, each with its half-width. */
const ratios = (...margins: readonly number[]) =>
  margins.map((margin) => ({ value: 2, interval: { low: 2 / (1 + margin), high: 2 * (1 + margin) } }));
const narrow = Array.from({ length: 6 }, () => 0.02);

test('a page is settled if at most one ratio in ten is wider than the target, and three in ten than 60% of it', () => {
  expect(areSettled(ratios(...narrow, 0.02, 0.08, 0.08, 0.08), TARGET)).toBe(true);
  expect(areSettled(ratios(...narrow, 0.08, 0.08, 0.08, 0.08), TARGET)).toBe(false);
  expect(areSettled(ratios(...narrow, 0.02, 0.02, 0.02, 0.3), TARGET)).toBe(true);
  expect(areSettled(ratios(...narrow, 0.02, 0.02, 0.3, 0.3), TARGET)).toBe(false);
});

test('a page with an undecided ratio is not settled', () => {
  const undecided = { value: 1.1, interval: { low: 0.9, high: 1.3 } };
  expect(areSettled([...ratios(...narrow, ...narrow), undecided], TARGET)).toBe(false);
});

test('a ratio of 1 that is measured again until it is decided is seldom decided by chance', () => {
  const { leastLaunches, mostLaunches } = PROFILES.default.sampling;
  const runs = 2_000;
  let decided = 0;
  for (let run = 0; run < runs; run++) {
    const launches: number[] = [];
    do launches.push(Math.exp(0.2 * normal()));
    while (
      launches.length < leastLaunches ||
      (launches.length < mostLaunches && isBarelyDecided(estimate(launches)))
    );
    if (['above', 'below'].includes(decisionOf(estimate(launches)))) decided++;
  }
  // 8%, and 22% if it were measured until it is decided for the first time.
  expect(decided / runs).toBeLessThan(0.11);
});
