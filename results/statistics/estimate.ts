import { critical95 } from './student.ts';

/**
 * A figure and its 95% interval. `null`: one launch cannot say how launches differ.
 * The unit is that of what was estimated: milliseconds for a median, none for a ratio.
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
 * definition 7). NaN of nothing.
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
 * The median of one value a launch, with the 95% interval of Student's t on the logarithms: launches differ by factors,
 * and with 3 to 20 of them a bootstrap covers less than it says (`statistics.test.ts` has both).
 */
export function estimate(values: readonly number[]): Estimate {
  return within(median(values), logInterval(values));
}

/**
 * The interval is that of a mean: where launches fall on two levels, their median may lie outside of it. What is shown as the
 * figure is then no worse a guess than the interval's, and taken in.
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

/** The same without logarithms, for what may be 0 or less: a difference, or a slope. */
export function estimateOfSum(values: readonly number[]): Estimate {
  return within(median(values), interval95(values));
}

/** Of a mean, after Student. `null` of fewer than two values. */
function interval95(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const { mean, standardError } = meanAndError(values);
  const margin = critical95(values.length - 1) * standardError;
  return { low: mean - margin, high: mean + margin };
}

/** Of two values or more. */
export function meanAndError(values: readonly number[]): { mean: number; standardError: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, standardError: Math.sqrt(variance / count) };
}

/** Whether a ratio's interval leaves 1 out: which of the two is faster is then not chance. */
export function isDecided({ interval }: Estimate): boolean {
  return interval !== null && (interval.low > 1 || interval.high < 1);
}

/** Launches of one engine differ by factors of 2 to 4: what is so many times as long is so by one launch already. */
export const BEYOND_DOUBT = 10;

/** Half the interval's width, relative: 0.1 is ±10%. Infinite where there is no interval. */
export function relativeMargin({ interval }: Estimate): number {
  return interval ? Math.sqrt(interval.high / interval.low) - 1 : Number.POSITIVE_INFINITY;
}

/** What is smaller than this is left unsaid: it would not change an answer. */
const WORTH_SAYING = 1.1;
/** Whether a ratio is far enough from 1, by the middle of its interval. Whether it is chance is another question. */
export function isWorthSaying({ interval }: Estimate): boolean {
  if (!interval) return false;
  const middle = Math.sqrt(interval.low * interval.high);
  return Math.max(middle, 1 / middle) >= WORTH_SAYING;
}
