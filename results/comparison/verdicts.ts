import { adjustedPs } from '../statistics/false-discovery.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { pseudoMedian, signedRankP } from '../statistics/signed-rank.ts';
import { critical95, studentQuantile } from '../statistics/student.ts';

/** The verdicts on a cell; {@link THRESHOLDS} has their limits. */
export const VERDICTS = ['regressed', 'suspect', 'inconclusive', 'unchanged', 'improved'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Ratios are head ÷ base: above 1 the head is slower. */
export const THRESHOLDS = {
  /** The rate of false discoveries among all cells. */
  falseDiscoveryRate: 0.05,
  regressed: { ratio: 1.1, low: 1.03 },
  suspect: { ratio: 1.05 },
  /** A cell whose interval is below this has not regressed. */
  unchanged: { high: 1.1 },
  /** A control that moves by more than `ratio` has moved. It does not explain a cell that moved `beyond` times as far. */
  control: { ratio: 1.05, beyond: 2 },
} as const;

/** The probability of finding the smallest detectable change. */
const POWER = 0.8;

/** The times of a cell in both arms, in milliseconds, measured together. */
export interface Pair {
  readonly baseMs: number;
  readonly headMs: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** The pseudo-median of the pairs' ratios, and its 95% interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** The p-value of "the head is not slower", adjusted for all cells. */
  readonly p: number;
  /** The smallest ratio that would be found to have regressed 8 times in 10, with the scatter of these pairs. */
  readonly minimumDetectable: number;
}

/** Judges cells together, as the correction for multiple tests depends on the number of cells. */
export function judge(cells: readonly (readonly Pair[])[]): Judgement[] {
  const logs = cells.map((pairs) => pairs.map(({ baseMs, headMs }) => Math.log(headMs / baseMs)));
  const slower = adjustedPs(logs.map(signedRankP));
  const faster = adjustedPs(logs.map((own) => signedRankP(own.map((log) => -log))));
  return logs.map((own, at) => {
    const middle = pseudoMedian(own);
    const [ratio, low, high] = [middle.value, middle.low, middle.high].map(Math.exp) as [
      number,
      number,
      number,
    ];
    const p = slower[at] ?? 1;
    return {
      verdict: verdictOf({ ratio, low, high }, p, faster[at] ?? 1),
      ratio,
      low,
      high,
      p,
      minimumDetectable: minimumDetectable(middle, own.length, cells.length),
    };
  });
}

function verdictOf(
  { ratio, low, high }: Pick<Judgement, 'ratio' | 'low' | 'high'>,
  slowerP: number,
  fasterP: number,
): Verdict {
  const { falseDiscoveryRate, regressed, suspect, unchanged } = THRESHOLDS;
  const isSlower = slowerP <= falseDiscoveryRate;
  if (isSlower && ratio >= regressed.ratio && low >= regressed.low) return 'regressed';
  if (isSlower && ratio >= suspect.ratio) return 'suspect';
  const isFaster = fasterP <= falseDiscoveryRate;
  if (isFaster && ratio <= 1 / regressed.ratio && high <= 1 / regressed.low) return 'improved';
  return high < unchanged.high ? 'unchanged' : 'inconclusive';
}

/** Deviates of the standard normal distribution, one for each twentieth of it. */
const DEVIATES = Array.from({ length: 20 }, (_, at) => normalQuantile((at + 0.5) / 20));

/**
 * The change at which all conditions of `regressed` are met 8 times in 10. The ratio varies by chance, and so does the width of its
 * interval, by 1 ÷ √(2 · degrees of freedom). The limit of the test is the strictest of Benjamini and Hochberg's, as if only one
 * cell had changed, with Student's quantile. The error is derived from the interval and not from the standard deviation, because
 * a single pair with a pause increases the standard deviation, but hardly the interval.
 */
function minimumDetectable(
  { low, high }: { low: number; high: number },
  pairs: number,
  cells: number,
): number {
  if (pairs < 2) return Number.POSITIVE_INFINITY;
  const degrees = pairs - 1;
  const quantile = critical95(degrees);
  const error = (high - low) / (2 * quantile);
  const { regressed, falseDiscoveryRate } = THRESHOLDS;
  const step = studentQuantile(1 - falseDiscoveryRate / cells, degrees);
  const needed = DEVIATES.flatMap((wider) => {
    const own = error * Math.max(0, 1 + wider / Math.sqrt(2 * degrees));
    const least = Math.max(Math.log(regressed.ratio), Math.log(regressed.low) + quantile * own, step * own);
    return DEVIATES.map((luck) => least - error * luck);
  }).sort((a, b) => a - b);
  return Math.exp(needed[Math.floor(POWER * needed.length)] ?? Number.POSITIVE_INFINITY);
}

/** Whether a control moved. It should not, as it is the same in both arms. */
export function hasMoved({ ratio }: Pick<Judgement, 'ratio'>): boolean {
  return Math.max(ratio, 1 / ratio) > THRESHOLDS.control.ratio;
}
