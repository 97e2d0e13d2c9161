import { type Decision, decisionBeyondDoubt } from '../statistics/estimate.ts';
import { ratioOf } from '../summary/cell-figures.ts';
import type { CellSummary } from '../summary/summary.ts';
import { lastingFrom } from './lasting.ts';

/** What differs between the cells that are compared: the size of the working set in bytes, or the value of the suite's parameter. */
export type Axis = 'sizeBytes' | 'parameter';

/** What one transport is, compared with another, at a measured value of the axis. */
type Comparison = 'faster' | 'slower' | 'the same' | 'undecided';

/** Measured values of an axis: the smallest of them, the largest that is decided, and all at which it is undecided, also above that. */
export interface Span {
  readonly from: number;
  readonly upTo: number;
  readonly undecidedAt: readonly number[];
}

/**
 * From which measured value of an axis one transport is faster than another. No value between two measured ones is named, because
 * the time between them is not known.
 * `always`, `never`: at every measured value that is decided. `never` includes those at which the two take the same time.
 */
export type Crossover =
  | ({ readonly kind: 'always' | 'never' | 'the same' } & Span)
  | { readonly kind: 'undecided' }
  | ({
      /** At some values, and not at the largest that is decided. */
      readonly kind: 'only';
      readonly at: readonly number[];
    } & Omit<Span, 'from'>)
  | ({
      /** `from` is the smallest value from which it is faster wherever that is decided. */
      readonly kind: 'at';
      /** The next smaller measured value, and what it is there; it crosses between that and `from` unless it is undecided. */
      readonly below: NotFaster;
    } & Span);

/** @param cells Of one engine and suite, which differ along the axis only. */
export function crossover(
  cells: readonly CellSummary[],
  challenger: string,
  rival: string,
  axis: Axis = 'sizeBytes',
): Crossover {
  const points = comparisonsAlong(axis, cells, challenger, rival);
  const from = points[0]?.at;
  const last = points.findLast(({ comparison }) => comparison !== 'undecided');
  if (from === undefined || last === undefined) return { kind: 'undecided' };
  const upTo = last.at;
  const lasting = lastingFrom(points, ({ comparison }) => STANDINGS[comparison]);
  if (lasting) {
    const span = { from: points[lasting.start]?.at ?? from, upTo, undecidedAt: valuesOf(lasting.undecided) };
    const below = points.slice(0, lasting.start).findLast(isNotFaster);
    return below ? { kind: 'at', ...span, below } : { kind: 'always', ...span };
  }
  const undecidedAt = valuesOf(points.filter(({ comparison }) => comparison === 'undecided'));
  const faster = valuesOf(points.filter(({ comparison }) => comparison === 'faster'));
  // The last decided value is faster only if it may be chance.
  if (2 * undecidedAt.length >= points.length || last.comparison === 'faster') return { kind: 'undecided' };
  if (faster.length > 0) return { kind: 'only', at: faster, upTo, undecidedAt };
  const isSlower = points.some(({ comparison }) => comparison === 'slower');
  return { kind: isSlower ? 'never' : 'the same', from, upTo, undecidedAt };
}

interface NotFaster {
  readonly at: number;
  readonly comparison: Exclude<Comparison, 'faster'>;
}

const isNotFaster = (point: Point): point is NotFaster => point.comparison !== 'faster';

const STANDINGS = {
  faster: 'faster',
  slower: 'not faster',
  'the same': 'not faster',
  undecided: 'undecided',
} as const satisfies Record<Comparison, string>;

const valuesOf = (points: readonly Point[]) => points.map(({ at }) => at);

interface Point {
  readonly at: number;
  readonly comparison: Comparison;
}

/** In ascending order of the values at which a launch measured both. */
export function comparisonsAlong(
  axis: Axis,
  cells: readonly CellSummary[],
  challenger: string,
  rival: string,
): Point[] {
  return cells
    .filter(({ transport }) => transport === challenger)
    .flatMap((cell) => {
      const at = cell[axis];
      const other = cells.find((one) => one.transport === rival && one[axis] === at);
      const ratio = ratioOf(cell, other);
      return at !== null && ratio ? [{ at, comparison: COMPARISONS[decisionBeyondDoubt(ratio)] }] : [];
    })
    .sort((a, b) => a.at - b.at);
}

const COMPARISONS = {
  above: 'slower',
  below: 'faster',
  'the same': 'the same',
  undecided: 'undecided',
} as const satisfies Record<Decision, Comparison>;
