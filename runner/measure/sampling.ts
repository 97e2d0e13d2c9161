import { Fold } from '../../results/file/fold.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { decidingRatios, isUndecided, isWanted } from '../../results/summary/precision.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { expectedLaunchMs, LARGE_FROM_BYTES } from '../../suites/plan/schedule.ts';

/** The factor by which a launch that is needed for an interval may exceed the budget before its large sizes are dropped. */
const OVERTIME = 1.25;
/**
 * A suite whose transports are not compared has no further launch if it has taken this many times its budget, not even one that
 * is needed for an interval: no answer depends on the interval.
 */
const MOST_OVERTIME = 5;
/** In how many launches large sizes are measured. */
const LARGE_LAUNCHES = 2;

/**
 * Decides which sizes the next launch of an engine and suite measures: every size until there are enough launches for an
 * interval, then the sizes whose key ratios are undecided or wide, within the time budget. If there is not time for all of them, the
 * undecided come first.
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

  add(entry: Entry): void {
    this.#fold.add(entry);
  }

  /** Whether the time budget is spent, so that nothing is retried. Never true if the number of launches was requested. */
  isOutOfTime(nowMs = performance.now()): boolean {
    const { budgetMs } = this.#run.sampling;
    if (this.#isRequested()) return false;
    return nowMs - this.#startedMs > OVERTIME * budgetMs * this.#suite.timeShare;
  }

  /** Call after each launch. Returns the sizes of the next launch; none if there is to be no further launch. */
  next(nowMs = performance.now()): readonly number[] {
    const { leastLaunches, mostLaunches } = this.#run.sampling;
    this.#launches++;
    const isNeeded = this.#launches < leastLaunches;
    const budgetMs = this.#run.sampling.budgetMs * this.#suite.timeShare * (isNeeded ? OVERTIME : 1);
    this.#expectedMs += this.#expected(this.#sizesBytes);
    if (this.#launches >= mostLaunches) return [];
    const elapsedMs = nowMs - this.#startedMs;
    if (this.#isFarOver(elapsedMs)) return [];
    // The ratio of actual to planned time predicts the next launch.
    const pace = elapsedMs / this.#expectedMs;
    const isOver = (sizes: readonly number[], withinMs = budgetMs) =>
      elapsedMs + pace * this.#expected(sizes) > withinMs;
    const all = this.#suite.sizesBytes.filter((sizeBytes) => this.#repeats(sizeBytes, isOver));
    const open = (needsMore: typeof isWanted) => this.#sizes(needsMore).filter((one) => all.includes(one));
    const wanted = isNeeded ? all : open(isWanted);
    let sizesBytes = !isNeeded && isOver(wanted) ? open(isUndecided) : wanted;
    // The largest size takes longest, so it is dropped first if time is short.
    const droppable = ([largest]: readonly number[]) =>
      largest !== undefined && largest >= this.#droppableFromBytes(isNeeded);
    while (droppable(sizesBytes.slice(-1)) && isOver(sizesBytes)) sizesBytes = sizesBytes.slice(0, -1);
    this.#sizesBytes = sizesBytes;
    return sizesBytes;
  }

  /** Large sizes are slow, and their ratios large: two launches are enough, or one if two would take half of the budget. */
  #repeats(sizeBytes: number, isOver: (sizes: readonly number[], budgetMs: number) => boolean): boolean {
    if (sizeBytes < LARGE_FROM_BYTES || this.#isRequested()) return true;
    const halfMs = (this.#run.sampling.budgetMs * this.#suite.timeShare) / 2;
    return this.#launches < LARGE_LAUNCHES && !isOver(this.#suite.sizesBytes, halfMs);
  }

  #isFarOver(elapsedMs: number): boolean {
    const mostMs = MOST_OVERTIME * this.#run.sampling.budgetMs * this.#suite.timeShare;
    return !this.#suite.areRivals && !this.#isRequested() && elapsedMs > mostMs;
  }

  #isRequested(): boolean {
    const { leastLaunches, mostLaunches } = this.#run.sampling;
    return leastLaunches === mostLaunches;
  }

  /** A launch that is needed for an interval drops only large sizes; if the number of launches was requested, none is dropped. */
  #droppableFromBytes(isNeeded: boolean): number {
    if (!isNeeded) return 0;
    return this.#isRequested() ? Number.POSITIVE_INFINITY : LARGE_FROM_BYTES;
  }

  /** The sizes that have a key ratio which needs more launches. */
  #sizes(needsMore: typeof isWanted): readonly number[] {
    const results = this.#fold.results();
    if (!results) return [];
    const { cells } = summarize(results);
    const open = decidingRatios(this.#suite, cells).filter(({ estimate }) =>
      needsMore(estimate, this.#run.sampling.targetMargin),
    );
    return this.#suite.sizesBytes.filter((sizeBytes) =>
      open.some(({ cell }) => cell.sizeBytes === sizeBytes),
    );
  }

  #expected(sizesBytes: readonly number[]): number {
    return expectedLaunchMs(this.#run, this.#suite, sizesBytes);
  }
}
