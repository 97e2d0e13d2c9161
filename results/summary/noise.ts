import type { CellLaunch, MeasuredCell } from '../schema/cell.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Results } from '../schema/results.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { type Components, componentsOf, contributionsOf, type Nested } from '../statistics/components.ts';
import { mean, median } from '../statistics/estimate.ts';
import { type Block, blocksOf } from './blocks.ts';

/** Where the scatter of an engine's ratios to the baseline comes from, in one suite. */
export interface Noise {
  readonly engine: EngineName;
  readonly suite: string;
  /** The number of ratios: those with several rounds, unless there are none. */
  readonly ratios: number;
  /**
   * Standard deviations of the logarithm of a ratio, which each level adds: 0.1 is 10%. Means over the ratios. `null`: no ratio was
   * repeated at this level.
   */
  readonly deviations: Components;
  /** Which part of the variance of a ratio's mean each level has in this run, as it was repeated. The parts add up to 1. */
  readonly shares: Readonly<Record<keyof Components, number>>;
}

const LEVELS = ['launch', 'page', 'worker', 'round'] as const satisfies (keyof Components)[];

/** `undefined` if the suite has no baseline, or no ratio has two launches. */
export function noiseOf({ cells }: Results, engine: EngineName, suite: SuiteInfo): Noise | undefined {
  const own = cells.filter(
    (cell): cell is MeasuredCell =>
      cell.engine === engine && cell.suite === suite.name && cell.status === 'measured',
  );
  const all = own.flatMap((cell) => {
    const role = suite.transports.find(({ name }) => name === cell.transport)?.role;
    if (role !== 'transport' || cell.transport === suite.baseline) return [];
    const baseline = own.find(
      (one) =>
        one.transport === suite.baseline &&
        one.sizeBytes === cell.sizeBytes &&
        one.parameter === cell.parameter,
    );
    const nested = baseline ? logRatios(cell, baseline) : [];
    const components = componentsOf(nested);
    return components ? [{ components, contributions: contributionsOf(components, nested) }] : [];
  });
  if (all.length === 0) return undefined;
  // With one round a launch, as for large sizes, what rounds add cannot be told from what launches add.
  const repeated = all.filter(({ components }) => components.round !== null);
  const found = repeated.length > 0 ? repeated : all;
  const contributed = (level: keyof Components) =>
    mean(found.map(({ contributions }) => contributions[level]));
  const sum = LEVELS.reduce((total, level) => total + contributed(level), 0);
  const share = (level: keyof Components) => (sum === 0 ? 0 : contributed(level) / sum);
  const deviation = (level: keyof Components): number | null => {
    const known = found.flatMap(({ components }) => components[level] ?? []);
    return known.length === 0 ? null : Math.sqrt(mean(known));
  };
  return {
    engine,
    suite: suite.name,
    ratios: found.length,
    deviations: {
      launch: deviation('launch') ?? 0,
      page: deviation('page'),
      worker: deviation('worker'),
      round: deviation('round'),
    },
    shares: { launch: share('launch'), page: share('page'), worker: share('worker'), round: share('round') },
  };
}

/** The logarithms of the ratios within the rounds that both cells were measured in. */
function logRatios(cell: MeasuredCell, baseline: MeasuredCell): Nested {
  return cell.launches.flatMap((launch) => {
    const other = baseline.launches.find((one) => one.launch === launch.launch);
    const pages = other ? pagesOf(launch, other) : [];
    return pages.length === 0 ? [] : [pages];
  });
}

function pagesOf(launch: CellLaunch, other: CellLaunch): number[][][] {
  const keyOf = ({ page, worker, round }: Block) => `${page}/${worker}/${round}`;
  const others = new Map(blocksOf(other).map((block) => [keyOf(block), median(block.samplesMs)]));
  const pages = new Map<number, Map<number, number[]>>();
  for (const block of blocksOf(launch)) {
    const otherMs = others.get(keyOf(block));
    if (otherMs === undefined) continue;
    const workers = pages.get(block.page) ?? new Map<number, number[]>();
    const rounds = workers.get(block.worker) ?? [];
    pages.set(
      block.page,
      workers.set(block.worker, [...rounds, Math.log(median(block.samplesMs) / otherMs)]),
    );
  }
  return [...pages.values()].map((workers) => [...workers.values()]);
}
