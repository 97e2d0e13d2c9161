import type { CellLaunch, MeasuredCell } from '../schema/cell.ts';
import { median, quantile } from '../statistics/estimate.ts';
import { type RatioTest, ratioTest } from '../statistics/ratio-test.ts';

/** Figures of a cell that need its samples. */

/** With fewer samples a 99th percentile depends only on the few largest ones. */
const P99_LEAST_SAMPLES = 1_000;

/** A launch is the unit of analysis: its value is the median of its samples. */
export function launchMedianMs({ samplesMs }: CellLaunch): number {
  return median(samplesMs);
}

/** The slow round trips of a cell. `p99Ms` is `null` below {@link P99_LEAST_SAMPLES}. */
export function cellTailMs(cell: MeasuredCell): { p95Ms: number; p99Ms: number | null } {
  const samplesMs = cell.launches.flatMap((launch) => launch.samplesMs);
  return {
    p95Ms: quantile(samplesMs, 0.95),
    p99Ms: samplesMs.length < P99_LEAST_SAMPLES ? null : quantile(samplesMs, 0.99),
  };
}

/** With fewer samples the thirds of a block are too short. */
const LEAST_SAMPLES = 9;

/** With two launches Student's t finds no drift, unless it is the same in both to a thousandth. */
const DRIFT_LEAST_LAUNCHES = 3;

/**
 * How much slower a cell's blocks end than they begin: the median of the last third of the samples ÷ that of the first, by
 * launch. `undefined` if too few launches have enough samples. `flags.ts` decides which drifts are flagged, from all cells of a run.
 */
export function driftOf({ launches }: MeasuredCell): RatioTest | undefined {
  const ratios = launches
    .filter(({ samplesMs }) => samplesMs.length >= LEAST_SAMPLES)
    .map(({ samplesMs }) => {
      const third = Math.floor(samplesMs.length / 3);
      return median(samplesMs.slice(-third)) / median(samplesMs.slice(0, third));
    });
  return ratios.length < DRIFT_LEAST_LAUNCHES ? undefined : ratioTest(ratios);
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
