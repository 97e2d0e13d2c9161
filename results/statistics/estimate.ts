import type { CellKey, CellLaunch, MeasuredCell } from '../schema/results.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';
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

/** From how many samples on a 99th percentile is more than its largest few. */
const P99_LEAST_SAMPLES = 1_000;

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
  const count = values.length;
  if (count < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const margin = critical95(count - 1) * Math.sqrt(variance / count);
  return { low: mean - margin, high: mean + margin };
}

/** A launch is the unit of analysis: its value is the median of its samples. */
export function launchMedianMs({ samplesMs }: CellLaunch): number {
  return median(samplesMs);
}

/** The median round trip of a cell. */
export function cellEstimateMs({ launches }: MeasuredSummary): Estimate {
  return estimate(launches.map(({ medianMs }) => medianMs));
}

/** How long a cell's slow round trips are. `p99Ms` is `null` below {@link P99_LEAST_SAMPLES}. */
export function cellTailMs(cell: MeasuredCell): { p95Ms: number; p99Ms: number | null } {
  const samplesMs = cell.launches.flatMap((launch) => launch.samplesMs);
  return {
    p95Ms: quantile(samplesMs, 0.95),
    p99Ms: samplesMs.length < P99_LEAST_SAMPLES ? null : quantile(samplesMs, 0.99),
  };
}

/** What a round trip costs the main thread, in milliseconds; `undefined` where nothing is posted. */
export function mainThreadEstimateMs(cell: MeasuredSummary): Estimate | undefined {
  const launches = cell.launches.flatMap(({ mainThreadMs }) => mainThreadMs ?? []);
  if (launches.length === 0) return undefined;
  // A coarse clock may have seen nothing at all of it in some launch: there is no logarithm of that.
  return launches.includes(0) ? { value: median(launches), interval: null } : estimate(launches);
}

/** Two cells' medians in milliseconds, for each launch that measured both. What a launch does to both can then cancel out. */
export function launchPairs(first: MeasuredSummary, second: MeasuredSummary): [number, number][] {
  const others = new Map(second.launches.map((launch) => [launch.launch, launch]));
  return first.launches.flatMap((launch) => {
    const other = others.get(launch.launch);
    return other ? [[launch.medianMs, other.medianMs]] : [];
  });
}

/** The ratio of two cells, paired by launch. `undefined` where no launch measured both. */
export function ratioOf(
  numerator: CellSummary | undefined,
  denominator: CellSummary | undefined,
): Estimate | undefined {
  if (numerator?.status !== 'measured' || denominator?.status !== 'measured') return undefined;
  const ratios = launchPairs(numerator, denominator).map(([above, below]) => above / below);
  return ratios.length === 0 ? undefined : estimate(ratios);
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

/** Bytes moved a second, of round trips that move the working set so often. */
export function bandwidthBytesPerSecond(
  { sizeBytes }: Pick<CellKey, 'sizeBytes'>,
  roundTripMs: number,
  crossings: number,
): number {
  return (crossings * sizeBytes) / (roundTripMs / 1000);
}

/**
 * The samples far outside the others of their launch, by index: more than three interquartile ranges of the logarithms
 * beyond the quartiles (Tukey's "far out"). They are labelled, never left out.
 */
export function outliersOf({ samplesMs }: CellLaunch): number[] {
  const logs = samplesMs.map(Math.log);
  const [lower, upper] = [quantile(logs, 0.25), quantile(logs, 0.75)];
  const reach = 3 * (upper - lower);
  return logs.flatMap((log, index) => (log < lower - reach || log > upper + reach ? [index] : []));
}
