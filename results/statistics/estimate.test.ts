import { expect, test } from 'playwright/test';
import type { CellLaunch } from '../schema/cell.ts';
import { cellEstimateMs, ratioOf } from '../summary/cell-figures.ts';
import { cellTailMs, outliersOf } from '../summary/samples.ts';
import { normal, simulatedCell, simulatedSummary, uniform } from '../testing/simulated.ts';
import { decisionOf, estimate, interquartileMean, median, quantile, relativeMargin } from './estimate.ts';

const cellOf = (...launches: number[][]) => simulatedSummary('clone', 1024, launches);
const rawOf = (samplesMs: number[]) => simulatedCell('clone', 1024, [samplesMs]);
const launchOf = (samplesMs: number[]) => rawOf(samplesMs).launches[0] as CellLaunch;

test('quantiles interpolate and do not change their input', () => {
  const values = [3, 1, 2, 10];
  expect(median(values)).toBe(2.5);
  expect(quantile(values, 0)).toBe(1);
  expect(quantile(values, 1)).toBe(10);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
  expect(values).toEqual([3, 1, 2, 10]);
});

test('an interquartile mean is that of the middle half, with parts of the values at its ends', () => {
  expect(interquartileMean([7])).toBe(7);
  expect(interquartileMean([1, 3])).toBe(2);
  expect(interquartileMean([-50, 3, 4, 900])).toBe(3.5);
  // Half of the first and of the last, and the three between.
  expect(interquartileMean([0, 0, 1, 2, 3, 10])).toBeCloseTo((0.5 * 0 + 1 + 2 + 0.5 * 3) / 3);
});

test('a launch counts once, however many samples it has', () => {
  // The launches' values are 1, 9 and 3.
  expect(cellEstimateMs(cellOf([1], [9, 9, 9, 9, 9], [3, 2.5, 3.6])).value).toBeCloseTo(3);
});

test('one launch has no interval and decides nothing', () => {
  const one = estimate([2]);
  expect(one).toEqual({ value: 2, interval: null });
  expect(decisionOf(one)).toBe('undecided');
  expect(relativeMargin(one)).toBe(Number.POSITIVE_INFINITY);
});

test('a ratio is paired by launch, and needs a launch that measured both', () => {
  const [fast, slow] = [cellOf([1], [10], [100]), cellOf([2], [20], [200])];
  const two = expect.closeTo(2);
  expect(ratioOf(slow, fast)).toEqual({ value: two, interval: { low: two, high: two } });
  const later = {
    ...fast,
    launches: fast.launches.map((launch) => ({ ...launch, launch: launch.launch + 9 })),
  };
  expect(ratioOf(slow, later)).toBeUndefined();
  expect(ratioOf(slow, undefined)).toBeUndefined();
});

test('a 99th percentile needs 1,000 samples', () => {
  const samples = Array.from({ length: 999 }, (_, at) => at + 1);
  expect(cellTailMs(rawOf(samples))).toEqual({ p95Ms: expect.closeTo(949.1), p99Ms: null });
  expect(cellTailMs(rawOf([...samples, 1000])).p99Ms).toBeCloseTo(990.01);
});

test('an outlier is labelled by its index, and a run without outliers has none', () => {
  const samplesMs = [1, 1.1, 0.9, 1, 1.05, 50, 0.95, 1];
  expect(outliersOf(launchOf(samplesMs))).toEqual([5]);
  expect(outliersOf(launchOf([1, 2, 3]))).toEqual([]);
});

test.describe('a 95% interval covers 95%', () => {
  const DATA_SETS = 5_000;
  const SAMPLES = 21;

  /** A launch's samples: its own factor, a long tail to the right, and a clock that steps. */
  function launch(factor: number, clockStepMs: number): number[] {
    return Array.from({ length: SAMPLES }, () => {
      const durationMs = factor * (1 + 0.2 * -Math.log(1 - uniform()));
      return Math.max(1, Math.round(durationMs / clockStepMs)) * clockStepMs;
    });
  }
  /** The median of the tail's distribution: the median of a launch whose factor is 1. */
  const TRUE_MEDIAN_MS = 1 + 0.2 * Math.LN2;

  for (const launches of [3, 5, 10, 20]) {
    for (const clockStepMs of [1e-6, 0.01]) {
      test(`of a median, at ${launches} launches and a clock of ${clockStepMs} ms`, () => {
        let covered = 0;
        for (let dataSet = 0; dataSet < DATA_SETS; dataSet++) {
          const cell = cellOf(
            ...Array.from({ length: launches }, () => launch(Math.exp(0.15 * normal()), clockStepMs)),
          );
          const { interval } = cellEstimateMs(cell);
          if (interval && interval.low <= TRUE_MEDIAN_MS && TRUE_MEDIAN_MS <= interval.high) covered++;
        }
        expect(covered / DATA_SETS).toBeGreaterThan(0.93);
        expect(covered / DATA_SETS).toBeLessThan(0.97);
      });
    }

    test(`of a ratio, at ${launches} launches`, () => {
      const trueRatio = 3;
      let covered = 0;
      for (let dataSet = 0; dataSet < DATA_SETS; dataSet++) {
        // The effect of a launch on both cells is large; the interval has to cover its smaller effects on each.
        const factors = Array.from({ length: launches }, () => Math.exp(0.4 * normal()));
        const own = () => Math.exp(0.1 * normal());
        const slow = cellOf(...factors.map((factor) => launch(trueRatio * factor * own(), 0.001)));
        const fast = cellOf(...factors.map((factor) => launch(factor * own(), 0.001)));
        const interval = ratioOf(slow, fast)?.interval;
        if (interval && interval.low <= trueRatio && trueRatio <= interval.high) covered++;
      }
      expect(covered / DATA_SETS).toBeGreaterThan(0.93);
      expect(covered / DATA_SETS).toBeLessThan(0.97);
    });
  }

  test('over three launches the interval covers 95%, and a bootstrap of the same data covers less', () => {
    const resamples = 400;
    const dataSets = 1_000;
    let covered = 0;
    let coveredByBootstrap = 0;
    for (let dataSet = 0; dataSet < dataSets; dataSet++) {
      const logs = Array.from({ length: 3 }, () => 0.15 * normal());
      const means = Array.from({ length: resamples }, () => {
        const drawn = logs.map(() => logs[Math.floor(uniform() * logs.length)] ?? 0);
        return drawn.reduce((sum, log) => sum + log, 0) / drawn.length;
      });
      if (quantile(means, 0.025) <= 0 && quantile(means, 0.975) >= 0) coveredByBootstrap++;
      const { interval } = estimate(logs.map(Math.exp));
      if (interval && interval.low <= 1 && interval.high >= 1) covered++;
    }
    expect(covered / dataSets).toBeGreaterThan(0.93);
    expect(coveredByBootstrap / dataSets).toBeLessThan(0.85);
  });
});

test('launches on two levels are as wide as the levels are apart', () => {
  const twoLevels = [...Array.from({ length: 12 }, () => 1), ...Array.from({ length: 8 }, () => 3)];
  const { value, interval } = estimate(twoLevels);
  expect(value).toBeCloseTo(3 ** 0.4);
  expect(interval?.low).toBeGreaterThan(1);
  expect(interval?.high).toBeLessThan(3);
});
