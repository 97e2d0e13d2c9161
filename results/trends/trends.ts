import type { EngineName } from '../schema/keys.ts';
import { changePoints } from '../statistics/change-points.ts';
import { estimate } from '../statistics/estimate.ts';
import type { HistoryEntry, TrendPair } from './history.ts';

/** Ratios of hand-offs of one engine and size over the runs: those of one machine, as a ratio too is a machine's. */
export interface Trend extends TrendPair {
  readonly engine: EngineName;
  readonly machine: string;
  readonly sizeBytes: number;
  readonly points: readonly TrendPoint[];
  /** Advisory: where to look. */
  readonly steps: readonly Step[];
}

/**
 * Which of the runs, in the order of their time; the ratio; its interval. A tuple, as a year of them is most of the
 * dashboard, which must be read before anything is shown.
 */
type TrendPoint = readonly [run: number, ratio: number, low: number | null, high: number | null];

interface Step {
  readonly run: number;
  /** The run before it in this trend. */
  readonly after: number;
  readonly ratio: number;
}

/** Another version of an engine on a machine, from this run on. */
export interface VersionChange {
  readonly engine: EngineName;
  readonly machine: string;
  readonly run: number;
  readonly from: string;
  readonly to: string;
}

/** Every pair that a run of the history follows, once. */
export function trendPairs(history: readonly HistoryEntry[]): TrendPair[] {
  const pairs = new Map(history.flatMap((entry) => entry.pairs.map((pair) => [pairId(pair), pair])));
  return [...pairs.values()];
}

export function pairId({ suite, above, below }: TrendPair): string {
  return `${suite}-${above}-to-${below}`;
}

/** @param history The oldest first. */
export function trendsOf(history: readonly HistoryEntry[]): Trend[] {
  const pairs = trendPairs(history);
  const trends = new Map<string, Omit<Trend, 'points' | 'steps'> & { points: TrendPoint[] }>();
  for (const [run, entry] of history.entries()) {
    for (const cell of entry.cells) {
      const machine = machineOf(entry, cell.engine);
      for (const pair of pairs) {
        if (cell.suite !== pair.suite || cell.transport !== pair.above) continue;
        const other = entry.cells.find(
          (one) =>
            one.engine === cell.engine &&
            one.suite === pair.suite &&
            one.transport === pair.below &&
            one.sizeBytes === cell.sizeBytes,
        );
        const point = other && pointOf(run, cell.launches, other.launches);
        if (!point) continue;
        const { engine, sizeBytes } = cell;
        const id = [engine, machine, pairId(pair), sizeBytes].join('/');
        const trend = trends.get(id) ?? { engine, machine, ...pair, sizeBytes, points: [] };
        trend.points.push(point);
        trends.set(id, trend);
      }
    }
  }
  return [...trends.values()].map((trend) => ({ ...trend, steps: stepsOf(trend.points) }));
}

/**
 * The machine that an engine was measured on, by its kind: the next one of a CI service's is another, and its system is patched
 * every week.
 */
export function machineOf({ engines, hosts }: HistoryEntry, engine: EngineName): string {
  const own = engines.find((one) => one.engine === engine);
  const host = hosts.find(({ id }) => id === own?.host);
  if (!host) return 'an unknown machine';
  const [system] = host.os.split(' ');
  return `${system} ${host.arch}, ${host.cpu}, ${host.cores} cores`;
}

function pointOf(
  run: number,
  above: HistoryEntry['cells'][number]['launches'],
  below: HistoryEntry['cells'][number]['launches'],
): TrendPoint | undefined {
  const others = new Map(below);
  const ratios = above.flatMap(([launch, medianMs]) => {
    const other = others.get(launch);
    return other ? [medianMs / other] : [];
  });
  if (ratios.length === 0) return undefined;
  const { value, interval } = estimate(ratios);
  const rounded = (ratio: number) => Number(ratio.toPrecision(4));
  return [run, rounded(value), interval && rounded(interval.low), interval && rounded(interval.high)];
}

function stepsOf(points: readonly TrendPoint[]): Step[] {
  return changePoints(points.map(([, ratio]) => ratio)).flatMap(({ index, ratio }) => {
    const [before, at] = [points[index - 1], points[index]];
    return before && at ? [{ run: at[0], after: before[0], ratio: Number(ratio.toPrecision(4)) }] : [];
  });
}

export function versionChanges(history: readonly HistoryEntry[]): VersionChange[] {
  const known = new Map<string, string>();
  return history.flatMap((entry, run) => {
    return entry.engines.flatMap(({ engine, version }) => {
      const machine = machineOf(entry, engine);
      const id = `${engine}/${machine}`;
      const before = known.get(id);
      known.set(id, version);
      return before === undefined || before === version
        ? []
        : [{ engine, machine, run, from: before, to: version }];
    });
  });
}
