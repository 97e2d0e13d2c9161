import { expect, test } from 'playwright/test';
import { normal } from '../testing/simulated.ts';
import { holmPs } from './family-wise-error.ts';
import { ratioP, ratioTest } from './ratio-test.ts';
import { studentP } from './student.ts';

test("Student's p is that of the tables, for odd and even degrees of freedom", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2, both sides.
  for (const [t, degrees, p] of [
    [12.706, 1, 0.05],
    [636.619, 1, 0.001],
    [4.303, 2, 0.05],
    [9.925, 2, 0.01],
    [3.182, 3, 0.05],
    [4.604, 4, 0.01],
    [6.869, 5, 0.001],
    [2.228, 10, 0.05],
    [3.169, 10, 0.01],
    [2.042, 30, 0.05],
  ] as const) {
    expect(studentP(t, degrees) / p, `t = ${t}, ${degrees} degrees`).toBeCloseTo(1, 2);
    expect(studentP(-t, degrees)).toBe(studentP(t, degrees));
  }
  expect(studentP(0, 4)).toBe(1);
  expect(studentP(1, 1)).toBeCloseTo(0.5, 12);
  expect(studentP(Number.POSITIVE_INFINITY, 7)).toBe(0);
});

test('the p-values of unchanged ratios are uniform, for any number of launches', () => {
  for (const launches of [2, 3, 5, 10]) {
    const ps = Array.from({ length: 5000 }, () =>
      ratioP(Array.from({ length: launches }, () => Math.exp(0.2 * normal()))),
    );
    for (const share of [0.01, 0.05, 0.5]) {
      const below = ps.filter((p) => p <= share).length / ps.length;
      expect(Math.abs(below - share), `${launches} launches, ${share}`).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / ps.length),
      );
    }
  }
});

test('the p-value at the end of the 95% interval is 5%, for a ratio and for its inverse', () => {
  const ratios = [1.1, 1.3, 1.2, 1.6];
  const { estimate, p } = ratioTest(ratios);
  expect(ratioP(ratios.map((ratio) => 1 / ratio))).toBeCloseTo(p, 12);
  const { low } = estimate.interval as { low: number };
  expect(ratioP(ratios.map((ratio) => ratio / low))).toBeCloseTo(0.05, 3);
});

test('the p-value is 1 for one ratio, and for ratios that are all 1', () => {
  expect(ratioP([])).toBe(1);
  expect(ratioP([9])).toBe(1);
  expect(ratioP([1, 1, 1])).toBe(1);
  expect(ratioP([1.2, 1.2, 1.2])).toBe(0);
});

test('Holm corrects the smallest p-value the most, and keeps the order', () => {
  expect(holmPs([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(holmPs([0.5, 0.6])).toEqual([1, 1]);
  expect(holmPs([])).toEqual([]);
});
