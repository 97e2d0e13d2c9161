import { meanAndError } from '../statistics/estimate.ts';
import { adjustedPs } from '../statistics/false-discovery.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { critical95, studentP, studentQuantile } from '../statistics/student.ts';

/** The verdicts on a cell; {@link THRESHOLDS} has their limits. */
export const VERDICTS = ['regressed', 'suspect', 'inconclusive', 'unchanged', 'improved'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Ratios are head ÷ base: above 1 the head is slower. */
export const THRESHOLDS = {
  /** The rate of false discoveries among all cells. */
  falseDiscoveryRate: 0.05,
  regressed: { ratio: 1.1, low: 1.03 },
  /** A significant slowdown that may be this large. */
  suspect: { high: 1.05 },
  /** A cell whose interval is below this has not regressed. */
  unchanged: { high: 1.1 },
} as const;

/** The probability of finding the smallest detectable change. */
const POWER = 0.8;
/** The share of unchanged cells that are to end `unchanged`. */
const UNCHANGED_SHARE = 0.9;
/** More pairs than anyone will measure. */
const MOST_PAIRS = 10_000;

/**
 * The time of a cell in the base, in milliseconds, and in the head: the base's times the ratio of the arms. It is one value: either of one launch with both arms, whose rounds are not
 * independent, or of two launches, one of each arm.
 */
export interface Pair {
  readonly baseMs: number;
  readonly headMs: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** The geometric mean of the pairs' ratios, and Student's 95% interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** The p-value of "the head is not slower", adjusted for all cells. */
  readonly p: number;
  /** The smallest ratio that these pairs would find to have regressed 8 times in 10, before any confirmation. */
  readonly minimumDetectable: number;
  /** How many pairs with the scatter of these a cell needs to end `unchanged` 9 times in 10 if it has not changed. */
  readonly pairsForUnchanged: number;
}

/**
 * Judges cells together, as the correction for multiple tests depends on the number of cells. The test is Student's, because a rank
 * test of ten pairs cannot reach the significance that one of 50 cells needs.
 * @param cells Each with at least two pairs.
 */
export function judge(cells: readonly (readonly Pair[])[]): Judgement[] {
  const all = cells.map((pairs) => logRatioOf(pairs));
  const slower = adjustedPs(all.map((one) => one.slowerP));
  const faster = adjustedPs(all.map((one) => 1 - one.slowerP));
  return all.map((one, at) => {
    const margin = critical95(one.pairs - 1) * one.error;
    const ratio = Math.exp(one.mean);
    const [low, high] = [Math.exp(one.mean - margin), Math.exp(one.mean + margin)];
    const p = slower[at] ?? 1;
    return {
      verdict: verdictOf({ ratio, low, high }, p, faster[at] ?? 1),
      ratio,
      low,
      high,
      p,
      minimumDetectable: minimumDetectable(one, cells.length),
      pairsForUnchanged: pairsForUnchanged(one),
    };
  });
}

/** The logarithm of a cell's ratio. */
interface LogRatio {
  readonly pairs: number;
  readonly mean: number;
  /** Its standard error. */
  readonly error: number;
  /** The p-value of "the head is not slower". */
  readonly slowerP: number;
}

function logRatioOf(pairs: readonly Pair[]): LogRatio {
  const { mean, standardError: error } = meanAndError(
    pairs.map(({ baseMs, headMs }) => Math.log(headMs / baseMs)),
  );
  // With a coarse clock all ratios may be 1, and t would be 0 ÷ 0.
  const half = mean === 0 ? 0.5 : studentP(mean / error, pairs.length - 1) / 2;
  return { pairs: pairs.length, mean, error, slowerP: mean > 0 ? half : 1 - half };
}

function verdictOf(
  { ratio, low, high }: Pick<Judgement, 'ratio' | 'low' | 'high'>,
  slowerP: number,
  fasterP: number,
): Verdict {
  const { falseDiscoveryRate, regressed, suspect, unchanged } = THRESHOLDS;
  const isSlower = slowerP <= falseDiscoveryRate;
  if (isSlower && ratio >= regressed.ratio && low >= regressed.low) return 'regressed';
  if (isSlower && high >= suspect.high) return 'suspect';
  const isFaster = fasterP <= falseDiscoveryRate;
  if (isFaster && ratio <= 1 / regressed.ratio && high <= 1 / regressed.low) return 'improved';
  return high < unchanged.high ? 'unchanged' : 'inconclusive';
}

/** Deviates of the standard normal distribution, one for each tenth of it. */
const DEVIATES = Array.from({ length: 10 }, (_, at) => normalQuantile((at + 0.5) / 10));

/**
 * The change at which all conditions of `regressed` are met 8 times in 10. The ratio varies by chance, and so does the width of its
 * interval, by 1 ÷ √(2 · degrees of freedom). The limit of the test is the strictest of Benjamini and Hochberg's, as if only one
 * cell had changed.
 */
function minimumDetectable({ pairs, error }: LogRatio, cells: number): number {
  const degrees = pairs - 1;
  const quantile = critical95(degrees);
  const { regressed, falseDiscoveryRate } = THRESHOLDS;
  const step = studentQuantile(1 - falseDiscoveryRate / cells, degrees);
  const needed = DEVIATES.flatMap((wider) => {
    const own = error * Math.max(0, 1 + wider / Math.sqrt(2 * degrees));
    const least = Math.max(Math.log(regressed.ratio), Math.log(regressed.low) + quantile * own, step * own);
    return DEVIATES.map((luck) => least - error * luck);
  }).sort((a, b) => a - b);
  return Math.exp(needed[Math.floor(POWER * needed.length)] ?? Number.POSITIVE_INFINITY);
}

/**
 * The upper bound of an unchanged cell varies by chance, with the ratio and with the width of the interval: it must be below the
 * limit 9 times in 10.
 */
function pairsForUnchanged({ pairs, error }: LogRatio): number {
  const scatter = error * Math.sqrt(pairs);
  const limit = Math.log(THRESHOLDS.unchanged.high);
  for (let enough = 2; enough < MOST_PAIRS; enough++) {
    const errors = critical95(enough - 1) + studentQuantile(UNCHANGED_SHARE, enough - 1);
    if (errors * (scatter / Math.sqrt(enough)) <= limit) return enough;
  }
  return MOST_PAIRS;
}
