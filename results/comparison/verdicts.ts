import { adjustedPs } from '../statistics/false-discovery.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { pseudoMedian, signedRankP } from '../statistics/signed-rank.ts';
import { critical95, studentQuantile } from '../statistics/student.ts';

/** What a comparison says of a cell; {@link THRESHOLDS} says when. */
export const VERDICTS = ['regressed', 'suspect', 'inconclusive', 'unchanged', 'improved'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Ratios are head ÷ base: above 1 the head is slower. */
export const THRESHOLDS = {
  /** The rate of false discoveries among all cells. */
  falseDiscoveryRate: 0.05,
  regressed: { ratio: 1.1, low: 1.03 },
  suspect: { ratio: 1.05 },
  /** An interval that stays below this shows that nothing regressed. */
  unchanged: { high: 1.1 },
  /** A control that moves by more says that the arms did not run alike; what moves for sure so many times as far, it does not explain. */
  control: { ratio: 1.05, beyond: 2 },
} as const;

/** With what probability the smallest detectable change would be found. */
const POWER = 0.8;

/** Times of a cell in both arms, in milliseconds, a pair for each time that they were measured together. */
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
  /** Of the test that the head is slower, held against all cells. */
  readonly p: number;
  /** The smallest ratio that would be found to have regressed, 8 times in 10, with pairs that scatter so. */
  readonly minimumDetectable: number;
}

/** Judges cells together: how sure one has to be of one depends on how many there are. */
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

/** Of a standard normal distribution, one for each twentieth of it. */
const DEVIATES = Array.from({ length: 20 }, (_, at) => normalQuantile((at + 0.5) / 20));

/**
 * The change at which all conditions of `regressed` hold together 8 times in 10: the ratio comes out by chance, and so does the
 * width of its interval, by 1 ÷ √(2 · degrees of freedom). The test's step is the strictest of Benjamini and Hochberg's, as
 * where one cell alone has changed, taken as Student's. The error is read from the interval: a single pair that met a pause
 * widens a standard deviation, and neither the test nor the pseudo-median.
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

/** Whether a control moved, which it must not. */
export function hasMoved({ ratio }: Pick<Judgement, 'ratio'>): boolean {
  return Math.max(ratio, 1 / ratio) > THRESHOLDS.control.ratio;
}
