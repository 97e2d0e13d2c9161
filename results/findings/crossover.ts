import { estimate, type Interval } from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

/**
 * From which size on one transport beats another. `always` and `never` speak of the sizes measured in two launches or more. `low` is `null`
 * where the interval reaches below the smallest of them, and `sizeBytes` where the crossing itself does.
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

/** Where the curve is looked at between two sizes. */
const STEPS = 128;

interface Point {
  readonly sizeBytes: number;
  /** By how much the rival is slower: above 1 the challenger wins. */
  readonly ratio: number;
  readonly interval: Interval;
}

/**
 * The size from which `challenger` beats `rival`, of cells of one engine and suite. Between two sizes each launch's ratio
 * is interpolated in log-log, and the interval holds every size near the crossing whose ratio's own 95% interval
 * includes 1: at the true crossing that ratio is 1, so the interval covers it 95 times in 100.
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
  // The last size at which it does not yet win: from there on it does, up to the largest.
  const loses = curve.findLastIndex(({ ratio }) => ratio <= 1);
  const crossing = Math.max(loses, 0);
  // Below the one it loses for sure, above the other it wins for sure, whatever lies between.
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

/** By size, where there are launches enough for an interval. */
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

/** The curve from one size up to the next, or the last size alone. */
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

/** Undefined where launches are too few for an interval. */
function pointOf(sizeBytes: number, ratios: readonly number[]): Point | undefined {
  const { value, interval } = estimate(ratios);
  return interval ? { sizeBytes, ratio: value, interval } : undefined;
}

/** Linear interpolation of logarithms. */
function geometric(from: number, to: number, share: number): number {
  return from ** (1 - share) * to ** share;
}
