import { Fold } from '../../results/file/fold.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { wideSizesBytes } from '../../results/summary/precision.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { expectedPageMs, LARGE_FROM_BYTES } from '../../suites/plan/schedule.ts';

/** A launch without which there is no interval may go over the time by so much before it does without its large sizes. */
const OVERTIME = 1.25;

/**
 * Decides what the next launch of an engine and suite measures: every size until there are enough launches for an
 * interval, then those whose deciding ratios are still wide, as far as the time goes. More launches rather than more
 * round trips, as the launches differ.
 */
export class Sampling {
  readonly #run: Run;
  readonly #suite: SuiteInfo;
  readonly #fold = new Fold();
  readonly #startedMs = performance.now();
  #launches = 0;
  #expectedMs = 0;
  #sizesBytes: readonly number[];

  constructor(run: Run, suite: SuiteInfo) {
    this.#run = run;
    this.#suite = suite;
    this.#sizesBytes = suite.sizesBytes;
    this.#fold.add({ kind: 'run', run });
  }

  /** Blocks, and the launches they are of: one that is begun once more is to be forgotten. */
  add(entry: Extract<Entry, { kind: 'block' | 'launch' }>): void {
    this.#fold.add(entry);
  }

  /** Whether the time is up, so that nothing is tried again. Never where the number of launches was asked for. */
  isOutOfTime(nowMs = performance.now()): boolean {
    const { leastLaunches, mostLaunches, budgetMs } = this.#run.sampling;
    if (leastLaunches === mostLaunches) return false;
    return nowMs - this.#startedMs > OVERTIME * budgetMs * this.#suite.timeShare;
  }

  /** A launch has ended. The sizes of the next one; none where there is to be no other. */
  next(nowMs = performance.now()): readonly number[] {
    const { leastLaunches, mostLaunches } = this.#run.sampling;
    this.#launches++;
    const isNeeded = this.#launches < leastLaunches;
    const budgetMs = this.#run.sampling.budgetMs * this.#suite.timeShare * (isNeeded ? OVERTIME : 1);
    this.#expectedMs += this.#expected(this.#sizesBytes);
    if (this.#launches >= mostLaunches) return [];
    const elapsedMs = nowMs - this.#startedMs;
    // What the plan takes is known by now from what it took.
    const pace = elapsedMs / this.#expectedMs;
    const isOver = (sizes: readonly number[]) => elapsedMs + pace * this.#expected(sizes) > budgetMs;
    let sizesBytes = isNeeded ? this.#suite.sizesBytes : this.#wide();
    // The largest takes longest: where time is short, the others go on without it.
    const droppable = ([largest]: readonly number[]) =>
      largest !== undefined && largest >= this.#droppableFromBytes(isNeeded);
    while (droppable(sizesBytes.slice(-1)) && isOver(sizesBytes)) sizesBytes = sizesBytes.slice(0, -1);
    this.#sizesBytes = sizesBytes;
    return sizesBytes;
  }

  /** A launch without which there is no interval keeps all but the large; one that was asked for by number keeps all. */
  #droppableFromBytes(isNeeded: boolean): number {
    const { leastLaunches, mostLaunches } = this.#run.sampling;
    if (!isNeeded) return 0;
    return leastLaunches === mostLaunches ? Number.POSITIVE_INFINITY : LARGE_FROM_BYTES;
  }

  #wide(): readonly number[] {
    const results = this.#fold.results();
    return results ? wideSizesBytes(summarize(results), this.#suite) : [];
  }

  #expected(sizesBytes: readonly number[]): number {
    return sizesBytes.reduce((sum, sizeBytes) => sum + expectedPageMs(this.#run, this.#suite, sizeBytes), 0);
  }
}
