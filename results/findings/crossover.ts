import { decisionOf } from '../statistics/estimate.ts';
import { ratioOf } from '../summary/cell-figures.ts';
import type { CellSummary } from '../summary/summary.ts';

/** What one transport is, compared with another, at a measured size. */
type Comparison = 'faster' | 'slower' | 'the same' | 'undecided';

/**
 * From which measured size one transport is faster than another. No size between two measured sizes is named, because the time
 * between them is not known.
 * `always`, `never`: at every measured size up to the largest that is decided. `never` includes sizes at which the two take the same time.
 */
export type Crossover =
  | { readonly kind: 'always' | 'never' | 'the same'; readonly upToBytes: number }
  | { readonly kind: 'undecided' }
  | {
      /** At some sizes, and not at the largest; what the two are is decided at each size. */
      readonly kind: 'only';
      readonly atBytes: readonly number[];
      readonly upToBytes: number;
    }
  | {
      readonly kind: 'at';
      /** The smallest size from which it is faster at every measured size. */
      readonly fromBytes: number;
      readonly upToBytes: number;
      /** The next smaller measured size, and what it is there; it crosses between that size and `fromBytes` unless it is undecided. */
      readonly below: { readonly sizeBytes: number; readonly comparison: Exclude<Comparison, 'faster'> };
    };

/** @param cells Of one engine and suite. */
export function crossover(cells: readonly CellSummary[], challenger: string, rival: string): Crossover {
  const all = comparisonsBySize(cells, challenger, rival);
  const sizes = untilDecided(all);
  const upToBytes = sizes.at(-1)?.sizeBytes;
  const are = (...kinds: Comparison[]) => sizes.every(({ comparison }) => kinds.includes(comparison));
  if (upToBytes === undefined) return { kind: 'undecided' };
  if (are('faster')) return { kind: 'always', upToBytes };
  if (are('the same')) return { kind: 'the same', upToBytes };
  if (are('slower', 'the same')) return { kind: 'never', upToBytes };
  const last = sizes.findLast(({ comparison }) => comparison !== 'faster');
  const from = last && sizes[sizes.indexOf(last) + 1];
  if (!from || last.comparison === 'faster') {
    if (!are('faster', 'slower', 'the same')) return { kind: 'undecided' };
    const faster = sizes.filter(({ comparison }) => comparison === 'faster');
    return { kind: 'only', atBytes: faster.map(({ sizeBytes }) => sizeBytes), upToBytes };
  }
  return {
    kind: 'at',
    fromBytes: from.sizeBytes,
    upToBytes,
    below: { sizeBytes: last.sizeBytes, comparison: last.comparison },
  };
}

/**
 * Without the undecided sizes at the end, as large sizes have few launches. One decided size among undecided ones may be chance: two
 * in a row must agree, or nothing is left.
 */
function untilDecided(sizes: readonly AtSize[]): readonly AtSize[] {
  const until = sizes.slice(0, 1 + sizes.findLastIndex(({ comparison }) => comparison !== 'undecided'));
  const agree = until.at(-1)?.comparison === until.at(-2)?.comparison;
  return until.length === sizes.length || agree ? until : [];
}

interface AtSize {
  readonly sizeBytes: number;
  readonly comparison: Comparison;
}

/** In ascending order of the sizes at which both were measured in two launches or more. */
export function comparisonsBySize(
  cells: readonly CellSummary[],
  challenger: string,
  rival: string,
): AtSize[] {
  return cells
    .filter(({ transport }) => transport === challenger)
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((cell) => {
      const { sizeBytes } = cell;
      const other = cells.find((one) => one.transport === rival && one.sizeBytes === sizeBytes);
      const ratio = ratioOf(cell, other);
      return ratio?.interval ? [{ sizeBytes, comparison: COMPARISONS[decisionOf(ratio)] }] : [];
    });
}

const COMPARISONS = {
  above: 'slower',
  below: 'faster',
  'the same': 'the same',
  undecided: 'undecided',
} as const satisfies Record<ReturnType<typeof decisionOf>, Comparison>;
