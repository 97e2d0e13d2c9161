import { decisionOf } from '../statistics/estimate.ts';
import { ratioOf } from '../summary/cell-figures.ts';
import type { CellSummary } from '../summary/summary.ts';

/** What differs between the cells that are compared: the size of the working set in bytes, or the value of the suite's parameter. */
export type Axis = 'sizeBytes' | 'parameter';

/** What one transport is, compared with another, at a measured value of the axis. */
type Comparison = 'faster' | 'slower' | 'the same' | 'undecided';

/**
 * From which measured value of an axis one transport is faster than another. No value between two measured ones is named, because
 * the time between them is not known.
 * `always`, `never`: at every measured value up to the largest that is decided. `never` includes those at which the two take the same time.
 */
export type Crossover =
  | { readonly kind: 'always' | 'never' | 'the same'; readonly from: number; readonly upTo: number }
  | { readonly kind: 'undecided' }
  | {
      /** At some values, and not at the largest; what the two are is decided at each. */
      readonly kind: 'only';
      readonly at: readonly number[];
      readonly upTo: number;
    }
  | {
      readonly kind: 'at';
      /** The smallest value from which it is faster at every measured one. */
      readonly from: number;
      readonly upTo: number;
      /** The next smaller measured value, and what it is there; it crosses between that and `from` unless it is undecided. */
      readonly below: { readonly at: number; readonly comparison: Exclude<Comparison, 'faster'> };
    };

/** @param cells Of one engine and suite, which differ along the axis only. */
export function crossover(
  cells: readonly CellSummary[],
  challenger: string,
  rival: string,
  axis: Axis = 'sizeBytes',
): Crossover {
  const points = untilDecided(comparisonsAlong(axis, cells, challenger, rival));
  const first = points[0]?.at;
  const upTo = points.at(-1)?.at;
  const are = (...kinds: Comparison[]) => points.every(({ comparison }) => kinds.includes(comparison));
  if (first === undefined || upTo === undefined) return { kind: 'undecided' };
  if (are('faster')) return { kind: 'always', from: first, upTo };
  if (are('the same')) return { kind: 'the same', from: first, upTo };
  if (are('slower', 'the same')) return { kind: 'never', from: first, upTo };
  const last = points.findLast(({ comparison }) => comparison !== 'faster');
  const from = last && points[points.indexOf(last) + 1];
  if (!from || last.comparison === 'faster') {
    if (!are('faster', 'slower', 'the same')) return { kind: 'undecided' };
    const faster = points.filter(({ comparison }) => comparison === 'faster');
    return { kind: 'only', at: faster.map(({ at }) => at), upTo };
  }
  return { kind: 'at', from: from.at, upTo, below: { at: last.at, comparison: last.comparison } };
}

/**
 * Without the undecided points at the end, as large sizes have few launches. One decided point among undecided ones may be chance:
 * two in a row must agree, or nothing is left.
 */
function untilDecided(points: readonly Point[]): readonly Point[] {
  const until = points.slice(0, 1 + points.findLastIndex(({ comparison }) => comparison !== 'undecided'));
  const agree = until.at(-1)?.comparison === until.at(-2)?.comparison;
  return until.length === points.length || agree ? until : [];
}

interface Point {
  readonly at: number;
  readonly comparison: Comparison;
}

/** In ascending order of the values at which both were measured in two launches or more. */
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
      return at !== null && ratio?.interval ? [{ at, comparison: COMPARISONS[decisionOf(ratio)] }] : [];
    })
    .sort((a, b) => a.at - b.at);
}

const COMPARISONS = {
  above: 'slower',
  below: 'faster',
  'the same': 'the same',
  undecided: 'undecided',
} as const satisfies Record<ReturnType<typeof decisionOf>, Comparison>;
