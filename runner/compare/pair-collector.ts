import type { ComparedPairs, Measured, NotCompared, Placed } from '../../results/comparison/comparison.ts';
import type { Pair } from '../../results/comparison/verdicts.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { PlacementRecord } from '../../results/schema/launch.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { median } from '../../results/statistics/estimate.ts';
import type { SideKey } from '../../suites/plan/plan.ts';
import { type NoValue, type SamplesByTurn, sideId } from './driver.ts';

/** What an arm measured of a cell in a launch. */
type Samples = SamplesByTurn | NoValue;

/**
 * One pair from the samples of both arms, which alternated. The ratio is the median of the ratios of samples that were taken one
 * after the other: what the system does to one it does to the other, and a garbage collection makes a single ratio large. The
 * median of those ratios scatters half as much between launches as the ratio of the arms' medians. An arm that is slower may have
 * fewer turns or rounds; then those that only the other arm has are left out.
 */
export function pairOf(base: SamplesByTurn, head: SamplesByTurn): Pair {
  const ratios = base.flatMap((rounds, worker) => ratiosOf(rounds, head[worker] ?? []));
  const baseMs = median(base.flat(2));
  return { baseMs, headMs: baseMs * median(ratios) };
}

/** With fewer common turns than this part of an arm's, they say less than all turns of both. */
const LEAST_COMMON = 1 / 3;

/** Of one worker of each arm. On a coarse clock an arm has few long samples: then the ratio of the medians is the only one. */
function ratiosOf(base: SamplesByTurn[number], head: SamplesByTurn[number]): number[] {
  const ratios = base.flatMap((turns, round) =>
    turns.flatMap((baseMs, turn) => {
      const headMs = head[round]?.[turn];
      return headMs === undefined ? [] : [headMs / baseMs];
    }),
  );
  const [ofBase, ofHead] = [base.flat(), head.flat()];
  const isCommon = ratios.length >= LEAST_COMMON * Math.max(ofBase.length, ofHead.length);
  return isCommon || ofHead.length === 0 ? ratios : [median(ofHead) / median(ofBase)];
}

/** Collects the pairs of one engine by cell, in the order in which they were measured, and where the threads ran. */
export class PairCollector {
  readonly #engine: EngineName;
  readonly #suite: SuiteInfo;
  readonly #cells = new Map<
    string,
    { cell: ComparedPairs['cell']; pairs: ComparedPairs['pairs'][number][] }
  >();
  readonly #notCompared = new Map<string, NotCompared>();
  #placed: Placed | null = null;

  constructor(engine: EngineName, suite: SuiteInfo) {
    this.#engine = engine;
    this.#suite = suite;
  }

  /** A single launch that was left to the system is enough to say so. */
  addPlacement(placement: PlacementRecord): void {
    if (this.#placed?.placement.status === 'free') return;
    this.#placed = { engine: this.#engine, asked: this.#suite.placement, placement };
  }

  add(side: SideKey, base: Samples, head: Samples): void {
    const id = sideId(side);
    const cell = { engine: this.#engine, suite: this.#suite.name, ...side };
    if (!('status' in base) && !('status' in head)) {
      const known = this.#cells.get(id) ?? { cell, pairs: [] };
      known.pairs.push(pairOf(base, head));
      this.#cells.set(id, known);
      return;
    }
    const reasons = Object.entries({ base, head }).flatMap(([arm, one]) =>
      'status' in one ? [`${arm}: ${one.reason}`] : [],
    );
    const statuses = [base, head].map((one) => ('status' in one ? one.status : 'measured'));
    const isUnsupported = statuses.includes('absent') || statuses.every((status) => status === 'unsupported');
    this.#notCompared.set(id, {
      ...cell,
      status: isUnsupported ? 'unsupported' : 'failed',
      reason: reasons.join('; '),
    });
  }

  /** Leaves out each cell that lacks a figure in any pair. */
  measured(): Measured {
    return {
      compared: [...this.#cells].filter(([id]) => !this.#notCompared.has(id)).map(([, cell]) => cell),
      notCompared: [...this.#notCompared.values()],
      placed: this.#placed,
    };
  }
}
