import type { CellLaunch, MeasuredCell } from '../schema/cell.ts';
import { geometricMean, interquartileMean, median, quantile } from '../statistics/estimate.ts';
import { type RatioTest, ratioTest } from '../statistics/ratio-test.ts';
import { type Block, blocksOf } from './blocks.ts';

/** Figures of a cell that need its samples. */

/** With fewer samples a 99th percentile depends only on the few largest ones. */
const P99_LEAST_SAMPLES = 1_000;

/** One cell in one launch. */
interface OfLaunch {
  readonly own: CellLaunch;
  /** The cycles in which a block's samples were taken; `undefined`: they are not in cycles, as the transport takes them itself. */
  readonly cyclesOf: (block: Block) => readonly number[] | undefined;
}

/**
 * Adds to each cell of one launch its value; a launch is the unit of analysis. It is the interquartile mean of the logarithms of
 * the cell's samples, each without what its cycle does to most transports of its size. So the ratio of two values is about the
 * interquartile mean of the ratios within the cycles: what disturbs a whole cycle, or a few turns, hardly moves it.
 */
export function withValuesMs<Item extends OfLaunch>(
  cells: readonly Item[],
): (Item & { readonly valueMs: number })[] {
  const all = cells.map((cell) => ({ cell, ...turnsOf(cell) }));
  const byCycle = new Map<string, number[]>();
  for (const { cycle, deviation } of all.flatMap(({ turns }) => turns)) {
    if (cycle === null) continue;
    const deviations = byCycle.get(cycle) ?? [];
    deviations.push(deviation);
    byCycle.set(cycle, deviations);
  }
  // A mean would take the disturbance of one transport from all others.
  const effects = new Map([...byCycle].map(([cycle, deviations]) => [cycle, interquartileMean(deviations)]));
  return all.map(({ cell, middle, turns }) => {
    const left = turns.map(({ cycle, deviation }) => deviation - (effects.get(cycle ?? '') ?? 0));
    return { ...cell, valueMs: Math.exp(middle + interquartileMean(left)) };
  });
}

/** The samples of a cell in one launch, as logarithms. */
interface Turns {
  readonly middle: number;
  /** `cycle` is `null` for a sample that is not in a cycle. */
  readonly turns: readonly { readonly cycle: string | null; readonly deviation: number }[];
}

function turnsOf({ own, cyclesOf }: OfLaunch): Turns {
  const samples = blocksOf(own).flatMap((block) => {
    const cycles = cyclesOf(block);
    return block.samplesMs.map((sampleMs, at) => {
      const cycle = cycles?.[at];
      const { page, worker, round } = block;
      return {
        cycle: cycle === undefined ? null : `${page}/${worker}/${round}/${cycle}`,
        log: Math.log(sampleMs),
      };
    });
  });
  const middle = interquartileMean(samples.map(({ log }) => log));
  return { middle, turns: samples.map(({ cycle, log }) => ({ cycle, deviation: log - middle })) };
}

/** The slow round trips of a cell. `p99Ms` is `null` below {@link P99_LEAST_SAMPLES}. */
export function cellTailMs(cell: MeasuredCell): { p95Ms: number; p99Ms: number | null } {
  const samplesMs = cell.launches.flatMap((launch) => launch.samplesMs);
  return {
    p95Ms: quantile(samplesMs, 0.95),
    p99Ms: samplesMs.length < P99_LEAST_SAMPLES ? null : quantile(samplesMs, 0.99),
  };
}

/** With two launches Student's t finds no drift, unless it is the same in both to a thousandth. */
const DRIFT_LEAST_LAUNCHES = 3;

/**
 * How much slower a worker's last round is than its first, by a straight line through the logarithms of all its rounds, as two
 * rounds alone are noisier: the geometric mean over the workers of a launch, by launch. `undefined` if too few launches have
 * workers with several rounds. `flags.ts` decides which drifts are flagged, from all cells of a run.
 */
export function driftOf({ launches }: MeasuredCell): RatioTest | undefined {
  const ratios = launches.flatMap((launch) => {
    const own = workerDrifts(launch);
    return own.length === 0 ? [] : [geometricMean(own)];
  });
  return ratios.length < DRIFT_LEAST_LAUNCHES ? undefined : ratioTest(ratios);
}

function workerDrifts(launch: CellLaunch): number[] {
  const blocks = blocksOf(launch);
  return launch.workers.flatMap(({ page, worker }) => {
    const own = blocks.filter((block) => block.page === page && block.worker === worker);
    return own.length > 1 ? [lastToFirst(own.map(({ samplesMs }) => median(samplesMs)))] : [];
  });
}

function lastToFirst(roundsMs: readonly number[]): number {
  const middle = (roundsMs.length - 1) / 2;
  const [covariance, variance] = roundsMs.reduce(
    ([xy, xx], roundMs, at) => [xy + (at - middle) * Math.log(roundMs), xx + (at - middle) ** 2],
    [0, 0],
  );
  return Math.exp((covariance / variance) * 2 * middle);
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

/** The number of late frames, and of all frames. */
export interface LateFrames {
  readonly late: number;
  readonly frames: number;
}

/** Counts the samples of a cell that are longer than the time between two frames. A sample is the latency of a frame. */
export function lateFrames({ launches }: MeasuredCell, hertz: number): LateFrames {
  const samplesMs = launches.flatMap((launch) => launch.samplesMs);
  return { late: samplesMs.filter((sampleMs) => sampleMs > 1000 / hertz).length, frames: samplesMs.length };
}
