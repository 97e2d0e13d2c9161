import { critical95 } from './student.ts';

/**
 * A figure and its 95% interval. `null`: the scatter of launches is unknown with only one launch. The unit is that of the estimated
 * figure: milliseconds for a time, none for a ratio.
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

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of the middle half of the values, of which those at its ends count in part: it is as robust as a quartile. */
export function interquartileMean(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const [from, to] = [sorted.length / 4, (3 * sorted.length) / 4];
  const sum = sorted.reduce((total, value, at) => {
    const part = Math.min(to, at + 1) - Math.max(from, at);
    return part > 0 ? total + part * value : total;
  }, 0);
  return sum / (to - from);
}

/** Of one value, exactly that value. */
export function geometricMean(values: readonly number[]): number {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  return Math.exp(mean(values.map(Math.log)));
}

/**
 * The geometric mean of one value per launch, with the 95% interval of Student's t on the logarithms. Launches differ by factors,
 * and with 3 to 20 launches a bootstrap interval covers less than 95% (see `estimate.test.ts`).
 */
export function estimate(values: readonly number[]): Estimate {
  const interval = interval95(values.map(Math.log));
  return {
    value: geometricMean(values),
    interval: interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) },
  };
}

/** The same without logarithms, for values that may be 0 or negative: differences and slopes. */
export function estimateOfSum(values: readonly number[]): Estimate {
  return { value: mean(values), interval: interval95(values) };
}

/** Student's interval of a mean. `null` for fewer than two values. */
function interval95(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const { mean: middle, standardError } = meanAndError(values);
  const margin = critical95(values.length - 1) * standardError;
  return { low: middle - margin, high: middle + margin };
}

/** @param values At least two. */
export function meanAndError(values: readonly number[]): { mean: number; standardError: number } {
  const count = values.length;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (count - 1);
  return { mean: middle, standardError: Math.sqrt(variance / count) };
}

/** Within this factor of 1, a ratio would not change an answer. */
export const SAME_WITHIN = 1.1;

/** Below this factor, the faster of two methods is seldom worth a change of a program. */
export const LITTLE = 1.5;

/** `the same`: the whole interval is within {@link SAME_WITHIN} of 1. `undecided` is never treated as equal. */
export type Decision = 'above' | 'below' | 'the same' | 'undecided';

/** What a ratio's interval says of the ratio and 1. Without an interval, nothing is decided. */
export function decisionOf({ interval }: Estimate): Decision {
  if (!interval) return 'undecided';
  if (interval.low >= 1 / SAME_WITHIN && interval.high <= SAME_WITHIN) return 'the same';
  if (interval.low > 1) return 'above';
  return interval.high < 1 ? 'below' : 'undecided';
}

/** Launches of one engine differ by factors of 2 to 4, so a ratio of this size is certain even from one launch. */
export const BEYOND_DOUBT = 10;

/** As {@link decisionOf}; without an interval, a ratio that is {@link BEYOND_DOUBT} is decided. */
export function decisionBeyondDoubt(ratio: Estimate): Decision {
  if (ratio.interval) return decisionOf(ratio);
  if (ratio.value > BEYOND_DOUBT) return 'above';
  return ratio.value < 1 / BEYOND_DOUBT ? 'below' : 'undecided';
}

/** Half the interval's width, relative: 0.1 is ±10%. Infinite without an interval. */
export function relativeMargin({ interval }: Estimate): number {
  return interval ? Math.sqrt(interval.high / interval.low) - 1 : Number.POSITIVE_INFINITY;
}
