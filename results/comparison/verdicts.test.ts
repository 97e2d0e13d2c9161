import { expect, test } from 'playwright/test';
import { median } from '../statistics/estimate.ts';
import { adjustedPs } from '../statistics/false-discovery.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { studentQuantile } from '../statistics/student.ts';
import { normal } from '../testing/simulated.ts';
import { judge, type Pair, type Verdict } from './verdicts.ts';

const PAIRS = 10;

/** Pairs in which the head is slower by a factor, with some scatter. */
function pairs(factor: number, spread: number, count = PAIRS): Pair[] {
  return Array.from({ length: count }, () => {
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

test('a significant slowdown is suspect if 5% is not excluded, however small its estimate', () => {
  expect(verdictsOf(pairs(1.048, 0.01), pairs(1.02, 0.01))).toEqual(['suspect', 'unchanged']);
});

test('no cell passes if the pairs scatter widely', () => {
  // The pairs are quantiles of the normal distribution, as one in twelve random sets of pairs is low enough to pass.
  const scattered = Array.from({ length: PAIRS }, (_, at) => ({
    baseMs: 1,
    headMs: Math.exp(0.6 * normalQuantile((at + 0.5) / PAIRS)),
  }));
  const [judgement] = judge([scattered]);
  expect(judgement?.verdict).toBe('inconclusive');
  expect(judgement?.minimumDetectable).toBeGreaterThan(1.3);
});

/** The rule as it is, with pairs that scatter by 3 to 25%; calibrations show how pairs scatter on a machine. */
test.describe('by simulation', () => {
  const RUNS = 500;
  const CELLS = 25;
  const others = new Array<number>(CELLS - 1).fill(1);
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
  const isSlower = (verdict: Verdict | undefined) => verdict === 'regressed' || verdict === 'suspect';

  test('unchanged code is reported as slower in about 5% of comparisons, and hardly ever twice', () => {
    for (const spread of [0.04, 0.2]) {
      const once = rateOf([1, ...others], spread, (verdicts) => verdicts.some(isSlower));
      expect(once).toBeLessThan(0.085);
      const confirmed = rateOf([1, ...others], spread, (verdicts) => {
        const again = verdicts.filter((one) => one === 'regressed').map(() => pairs(1, spread));
        return verdictsOf(...again).some(isSlower);
      });
      expect(confirmed).toBeLessThan(0.01);
    }
  });

  test('an unchanged cell ends unchanged 9 times in 10 with as many pairs as it is said to need', () => {
    for (const spread of [0.05, 0.1, 0.2]) {
      const needs = judge(Array.from({ length: 100 }, () => pairs(1, spread)));
      const needed = median(needs.map(({ pairsForUnchanged }) => pairsForUnchanged));
      const cells = Array.from({ length: RUNS }, () => pairs(1, spread, Math.round(needed)));
      const unchanged = verdictsOf(...cells).filter((verdict) => verdict === 'unchanged').length;
      expect(unchanged / cells.length).toBeGreaterThan(0.84);
      expect(unchanged / cells.length).toBeLessThan(0.96);
    }
  });

  test('where pairs scatter by 5%, unchanged code ends unchanged, and +10% in one cell is found and nothing else', () => {
    const spread = 0.05;
    const passes = rateOf([1, ...others], spread, (verdicts) => verdicts.every((one) => one === 'unchanged'));
    expect(passes).toBeGreaterThan(0.9);
    expect(rateOf([1.1, ...others], spread, ([first]) => isSlower(first))).toBeGreaterThan(0.9);
    expect(rateOf([1.05, ...others], 0.02, ([first]) => isSlower(first))).toBeGreaterThan(0.9);
    expect(rateOf([1.2, ...others], spread, ([first]) => first === 'regressed')).toBeGreaterThan(0.97);
    const elsewhere = rateOf([1.1, ...others], spread, ([, ...rest]) => rest.some(isSlower));
    expect(elsewhere).toBeLessThan(0.085);
  });

  test('the smallest detectable change is found about 8 times in 10', () => {
    // A small scatter, one at which all conditions are about equally hard to meet, and a large one.
    for (const spread of [0.03, 0.1, 0.2]) {
      const typical = Array.from({ length: 10 }, () =>
        judge(Array.from({ length: CELLS }, () => pairs(1, spread))),
      ).flat();
      const factor = median(typical.map(({ minimumDetectable }) => minimumDetectable));
      const found = rateOf([factor, ...others], spread, ([first]) => first === 'regressed');
      expect(found).toBeGreaterThan(0.68);
      expect(found).toBeLessThan(0.92);
    }
  });
});
