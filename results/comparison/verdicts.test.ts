import { expect, test } from 'playwright/test';
import { median } from '../statistics/estimate.ts';
import { adjustedPs } from '../statistics/false-discovery.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { studentQuantile } from '../statistics/student.ts';
import { normal } from '../testing/simulated.ts';
import { hasMoved, judge, type Pair, type Verdict } from './verdicts.ts';

const PAIRS = 20;

/** Pairs in which the head is slower by a factor, with some scatter. */
function pairs(factor: number, spread: number): Pair[] {
  return Array.from({ length: PAIRS }, () => {
    const launch = Math.exp(0.3 * normal());
    return { baseMs: launch, headMs: launch * factor * Math.exp(spread * normal()) };
  });
}
const verdictsOf = (...cells: Pair[][]): Verdict[] => judge(cells).map(({ verdict }) => verdict);

test('Benjamini and Hochberg’s own example: the four smallest of fifteen are discoveries at 5%', () => {
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];
  expect(adjustedPs(ps).filter((p) => p <= 0.05)).toHaveLength(4);
  const shuffled = [...ps].reverse();
  expect(adjustedPs(shuffled)).toEqual([...adjustedPs(ps)].reverse());
});

test('the normal quantile matches well-known values', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
  expect(normalQuantile(0.01)).toBeCloseTo(-2.326348, 6);
});

test('Student’s quantile matches the tables', () => {
  // NIST/SEMATECH e-Handbook, section 1.3.6.7.2.
  expect(studentQuantile(0.975, 19)).toBeCloseTo(2.093, 2);
  expect(studentQuantile(0.995, 20)).toBeCloseTo(2.845, 2);
  expect(studentQuantile(0.999, 30)).toBeCloseTo(3.385, 2);
});

test('a change has the right verdict if the pairs are steady', () => {
  expect(verdictsOf(pairs(1, 0.02), pairs(1.3, 0.02), pairs(1.07, 0.02), pairs(0.8, 0.02))).toEqual([
    'unchanged',
    'regressed',
    'suspect',
    'improved',
  ]);
});

test('no cell passes if the pairs scatter widely', () => {
  // The pairs are quantiles of the normal distribution, as one in twelve random sets of pairs is low enough to pass.
  const scattered = Array.from({ length: 20 }, (_, at) => ({
    baseMs: 1,
    headMs: Math.exp(0.6 * normalQuantile((at + 0.5) / 20)),
  }));
  const [judgement] = judge([scattered]);
  expect(judgement?.verdict).toBe('inconclusive');
  expect(judgement?.minimumDetectable).toBeGreaterThan(1.3);
});

test('a control that moves by more than 5% in either direction has moved', () => {
  const found = [1.06, 0.94, 1.04].map((ratio) => hasMoved({ ratio }));
  expect(found).toEqual([true, true, false]);
});

test.describe('by simulation', () => {
  const RUNS = 300;
  const CELLS = 12;
  const rateOf = (
    factors: readonly number[],
    spread: number,
    found: (verdicts: readonly Verdict[]) => boolean,
  ) => {
    let count = 0;
    for (let run = 0; run < RUNS; run++) {
      if (found(verdictsOf(...factors.map((factor) => pairs(factor, spread))))) count++;
    }
    return count / RUNS;
  };

  test('unchanged code is reported as regressed in at most 5% of comparisons, and hardly ever twice', () => {
    const same = new Array<number>(CELLS).fill(1);
    for (const spread of [0.02, 0.1, 0.25]) {
      const once = rateOf(same, spread, (verdicts) => verdicts.includes('regressed'));
      expect(once).toBeLessThan(0.085);
      const twice = rateOf(same, spread, (verdicts) => {
        if (!verdicts.includes('regressed')) return false;
        return verdictsOf(
          ...verdicts.filter((one) => one === 'regressed').map(() => pairs(1, spread)),
        ).includes('regressed');
      });
      expect(twice).toBeLessThan(0.01);
    }
  });

  test('the smallest detectable change is found about 8 times in 10', () => {
    // A small scatter, one at which all conditions are about equally hard to meet, and a large one.
    for (const spread of [0.05, 0.15, 0.3]) {
      const typical = Array.from({ length: 20 }, () =>
        judge(Array.from({ length: CELLS }, () => pairs(1, spread))),
      ).flat();
      const factor = median(typical.map(({ minimumDetectable }) => minimumDetectable));
      const factors = [factor, ...new Array<number>(CELLS - 1).fill(1)];
      const found = rateOf(factors, spread, ([first]) => first === 'regressed');
      expect(found).toBeGreaterThan(0.7);
      expect(found).toBeLessThan(0.92);
    }
  });
});
