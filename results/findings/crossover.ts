import { estimate, type Interval } from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

/**
 * The size from which one transport beats another. `always` and `never` refer to the sizes measured in two launches or more.
 * `low` is `null` if the interval reaches below the smallest of these sizes, and `sizeBytes` is `null` if the crossing itself does.
 */
export type Crossover =
  | { readonly kind: 'always' | 'never'; readonly upToBytes: number }
  | { readonly kind: 'undecided' }
  | {
      readonly kind: 'at';
      readonly sizeBytes: number | null;
      readonly low: number | null;
      readonly high: number;
    };

/** The number of points of the curve per step from one size to the next. */
const STEPS = 128;

interface Point {
  readonly sizeBytes: number;
  /** The time of the rival ÷ that of the challenger: above 1 the challenger wins. */
  readonly ratio: number;
  readonly interval: Interval;
}

/**
 * The size from which `challenger` beats `rival`. Between two sizes each launch's ratio is interpolated in log-log. The interval
 * contains every size near the crossing at which the 95% interval of the ratio includes 1. The ratio is 1 at the true
 * crossing, so the interval covers the crossing 95 times in 100.
 * @param cells Of one engine and suite.
 */
export function crossover(cells: readonly CellSummary[], challenger: string, rival: string): Crossover {
  const columns = ratiosBySize(cells, challenger, rival);
  const sizes = columns.flatMap(({ sizeBytes, ratios }) => pointOf(sizeBytes, [...ratios.values()]) ?? []);
  const upToBytes = sizes.at(-1)?.sizeBytes;
  if (upToBytes === undefined) return { kind: 'undecided' };
  if (sizes.every(({ interval }) => interval.low > 1)) return { kind: 'always', upToBytes };
  if (sizes.every(({ interval }) => interval.high < 1)) return { kind: 'never', upToBytes };

  const curve = columns.flatMap((column, at) => between(column, columns[at + 1]));
  const last = curve.at(-1);
  if (!last || last.interval.low <= 1) return { kind: 'undecided' };
  // The challenger wins at every size above the last one at which it does not.
  const loses = curve.findLastIndex(({ ratio }) => ratio <= 1);
  const crossing = Math.max(loses, 0);
  // Below `from` the challenger certainly loses, above `to` it certainly wins.
  const from = Math.min(
    crossing,
    Math.max(
      0,
      curve.findIndex(({ interval }) => interval.high >= 1),
    ),
  );
  const to = Math.max(
    crossing,
    curve.findLastIndex(({ interval }) => interval.low <= 1),
  );
  const sizeAt = (at: number) => curve[Math.min(at, curve.length - 1)]?.sizeBytes ?? Number.NaN;
  return {
    kind: 'at',
    sizeBytes: loses < 0 ? null : sizeAt(crossing),
    low: from === 0 ? null : sizeAt(from),
    high: sizeAt(to + 1),
  };
}

interface Column {
  readonly sizeBytes: number;
  /** By launch. */
  readonly ratios: ReadonlyMap<number, number>;
}

/** The ratios at each size that has enough launches for an interval. */
function ratiosBySize(cells: readonly CellSummary[], challenger: string, rival: string): Column[] {
  const measured = cells.filter((cell): cell is MeasuredSummary => cell.status === 'measured');
  const columns = measured
    .filter(({ transport }) => transport === challenger)
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((cell) => {
      const other = measured.find(
        ({ transport, sizeBytes }) => transport === rival && sizeBytes === cell.sizeBytes,
      );
      if (!other) return [];
      const slower = new Map(other.launches.map(({ launch, medianMs }) => [launch, medianMs]));
      const ratios = new Map<number, number>();
      for (const { launch, medianMs } of cell.launches) {
        const rivalMs = slower.get(launch);
        if (rivalMs !== undefined) ratios.set(launch, rivalMs / medianMs);
      }
      return [{ sizeBytes: cell.sizeBytes, ratios }];
    });
  return columns.filter(({ ratios }) => ratios.size > 1);
}

/** The curve from one size to the next, or only the last size. */
function between(from: Column, to: Column | undefined): Point[] {
  const shares = to ? Array.from({ length: STEPS }, (_, step) => step / STEPS) : [0];
  return shares.flatMap((share) => {
    const ratios = [...from.ratios].flatMap(([launch, ratio]) => {
      const next = to?.ratios.get(launch) ?? (share === 0 ? ratio : undefined);
      return next === undefined ? [] : [geometric(ratio, next, share)];
    });
    return pointOf(geometric(from.sizeBytes, to?.sizeBytes ?? from.sizeBytes, share), ratios) ?? [];
  });
}

/** `undefined` if there are too few launches for an interval. */
function pointOf(sizeBytes: number, ratios: readonly number[]): Point | undefined {
  const { value, interval } = estimate(ratios);
  return interval ? { sizeBytes, ratio: value, interval } : undefined;
}

/** Linear interpolation of logarithms. */
function geometric(from: number, to: number, share: number): number {
  return from ** (1 - share) * to ** share;
}
