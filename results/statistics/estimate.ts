import { critical95 } from './student.ts';

/**
 * A figure and its 95% interval. `null`: the scatter of launches is unknown with only one launch. The unit is that of the estimated
 * figure: milliseconds for a median, none for a ratio.
 */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The value below which a share of the values lies, interpolated linearly between the two nearest (Hyndman and Fan's
 * definition 7). NaN for an empty list.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The median of one value per launch, with the 95% interval of Student's t on the logarithms. Launches differ by factors, and with
 * 3 to 20 launches a bootstrap interval covers less than 95% (see `estimate.test.ts`).
 */
export function estimate(values: readonly number[]): Estimate {
  return within(median(values), logInterval(values));
}

/**
 * The interval is that of a mean, so the median may be outside it if launches fall on two levels. The interval is then extended to
 * the median.
 */
function within(value: number, interval: Interval | null): Estimate {
  return {
    value,
    interval: interval && { low: Math.min(interval.low, value), high: Math.max(interval.high, value) },
  };
}

function logInterval(values: readonly number[]): Interval | null {
  const interval = interval95(values.map(Math.log));
  return interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) };
}

/** The same without logarithms, for values that may be 0 or negative: differences and slopes. */
export function estimateOfSum(values: readonly number[]): Estimate {
  return within(median(values), interval95(values));
}

/** Student's interval of a mean. `null` for fewer than two values. */
function interval95(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const { mean, standardError } = meanAndError(values);
  const margin = critical95(values.length - 1) * standardError;
  return { low: mean - margin, high: mean + margin };
}

/** @param values At least two. */
export function meanAndError(values: readonly number[]): { mean: number; standardError: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, standardError: Math.sqrt(variance / count) };
}

/** Whether a ratio's interval excludes 1, so that the difference is not chance. */
export function isDecided({ interval }: Estimate): boolean {
  return interval !== null && (interval.low > 1 || interval.high < 1);
}

/** Launches of one engine differ by factors of 2 to 4, so a ratio of this size is certain even from one launch. */
export const BEYOND_DOUBT = 10;

/** Half the interval's width, relative: 0.1 is ±10%. Infinite without an interval. */
export function relativeMargin({ interval }: Estimate): number {
  return interval ? Math.sqrt(interval.high / interval.low) - 1 : Number.POSITIVE_INFINITY;
}

/** Smaller ratios are not reported, as they would not change an answer. */
const WORTH_SAYING = 1.1;
/** Whether the middle of a ratio's interval is far enough from 1. It does not test for chance. */
export function isWorthSaying({ interval }: Estimate): boolean {
  if (!interval) return false;
  const middle = Math.sqrt(interval.low * interval.high);
  return Math.max(middle, 1 / middle) >= WORTH_SAYING;
}
