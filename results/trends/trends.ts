import { VISIT } from '../file/visitor.ts';
import type { EngineName } from '../schema/keys.ts';
import { changePoints } from '../statistics/change-points.ts';
import { estimate } from '../statistics/estimate.ts';
import type { HistoryEntry, TrendPair } from './history.ts';

/** The ratios of two transports over the runs, for one engine, size and machine: ratios depend on the machine, too. */
export interface Trend extends TrendPair {
  readonly engine: EngineName;
  readonly machine: string;
  readonly sizeBytes: number;
  readonly points: readonly TrendPoint[];
  /** Advisory: the places to look at. */
  readonly steps: readonly Step[];
}

/**
 * The index of the run, the ratio and its interval. Tuples keep the dashboard small: a year of points is most of its data, which
 * must be parsed before anything is shown.
 */
type TrendPoint = readonly [run: number, ratio: number, low: number | null, high: number | null];

interface Step {
  readonly run: number;
  /** The previous run in this trend. */
  readonly after: number;
  readonly ratio: number;
}

/** A new version of an engine on a machine, starting with this run. */
export interface VersionChange {
  readonly engine: EngineName;
  readonly machine: string;
  readonly run: number;
  readonly from: string;
  readonly to: string;
}

/** Every pair that a run of the history follows, without duplicates. */
export function trendPairs(history: readonly HistoryEntry[]): TrendPair[] {
  const pairs = new Map(
    history.flatMap((entry) =>
      entry.pairs.map(({ suite, above, below }) => {
        const pair = { suite, above, below };
        return [pairId(pair), pair];
      }),
    ),
  );
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
      if (machine === undefined) continue;
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
 * The kind of machine that an engine was measured on. Ids and patch versions are left out, because each CI run may use another
 * machine of the same kind, and the system is patched every week. Two visits may be of two
 * devices, so the machine of a visit is `undefined`.
 */
export function machineOf({ engines, hosts }: HistoryEntry, engine: EngineName): string | undefined {
  const own = engines.find((one) => one.engine === engine);
  const host = hosts.find(({ id }) => id === own?.host);
  if (!host) return engine === VISIT ? undefined : 'an unknown machine';
  const [system] = host.os.split(' ');
  return `${system} ${host.arch}, ${host.cpu}, ${host.cores} cores`;
}

function pointOf(
  run: number,
  above: HistoryEntry['cells'][number]['launches'],
  below: HistoryEntry['cells'][number]['launches'],
): TrendPoint | undefined {
  const others = new Map(below);
  const ratios = above.flatMap(([launch, valueMs]) => {
    const other = others.get(launch);
    return other ? [valueMs / other] : [];
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
      if (machine === undefined) return [];
      const id = `${engine}/${machine}`;
      const before = known.get(id);
      known.set(id, version);
      return before === undefined || before === version
        ? []
        : [{ engine, machine, run, from: before, to: version }];
    });
  });
}
