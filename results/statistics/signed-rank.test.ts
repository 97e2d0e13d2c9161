import { expect, test } from 'playwright/test';
import { normal } from '../testing/simulated.ts';
import { pseudoMedian, signedRankP } from './signed-rank.ts';

test('is exact: Hollander and Wolfe’s depression data, as in R’s wilcox.test', () => {
  const first = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const differences = first.map((value, at) => value - (second[at] ?? 0));
  expect(signedRankP(differences)).toBeCloseTo(0.01953125, 8);
  expect(signedRankP(differences.map((value) => -value))).toBeCloseTo(505 / 512, 12);
});

test('the p-value at the extremes, with ties, and with no differences', () => {
  expect(signedRankP(Array.from({ length: 20 }, (_, at) => at + 1))).toBeCloseTo(2 ** -20, 12);
  expect(signedRankP(Array.from({ length: 20 }, (_, at) => -at - 1))).toBe(1);
  // All four signs over two equal ranks: both above, one of two, none.
  expect([signedRankP([1, 1]), signedRankP([1, -1]), signedRankP([-1, -1])]).toEqual([0.25, 0.75, 1]);
  expect(signedRankP([0, 0])).toBe(1);
});

test('the test starts to reject at the ends of the interval', () => {
  const differences = Array.from({ length: 20 }, () => normal());
  const { low, high, value } = pseudoMedian(differences);
  const rejects = (shift: number) => signedRankP(differences.map((one) => one - shift)) <= 0.025;
  const rejectsBelow = (shift: number) => signedRankP(differences.map((one) => shift - one)) <= 0.025;
  expect([rejects(low - 1e-9), rejects(low + 1e-9)]).toEqual([true, false]);
  expect([rejectsBelow(high + 1e-9), rejectsBelow(high - 1e-9)]).toEqual([true, false]);
  expect(low < value && value < high).toBe(true);
});

test('too few pairs have no interval', () => {
  expect(pseudoMedian([1, 2, 3])).toEqual({
    value: 2,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  });
});

test('the interval covers 95%, the test rejects 5%, by simulation', () => {
  const DATA_SETS = 2_000;
  for (const pairs of [10, 20]) {
    let covered = 0;
    let rejected = 0;
    for (let dataSet = 0; dataSet < DATA_SETS; dataSet++) {
      // A few pairs have a pause, in either arm.
      const differences = Array.from(
        { length: pairs },
        () => 0.1 * normal() * (Math.abs(normal()) > 2 ? 5 : 1),
      );
      const { low, high } = pseudoMedian(differences);
      if (low <= 0 && 0 <= high) covered++;
      if (signedRankP(differences) <= 0.05) rejected++;
    }
    expect(covered / DATA_SETS).toBeGreaterThan(0.935);
    expect(covered / DATA_SETS).toBeLessThan(0.975);
    expect(rejected / DATA_SETS).toBeLessThan(0.065);
    expect(rejected / DATA_SETS).toBeGreaterThan(0.03);
  }
});
