import { Fold } from '../../results/file/fold.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { decidingRatios, isUndecided, isWanted } from '../../results/summary/precision.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { expectedLaunchMs, LARGE_FROM_BYTES, SMALL_UP_TO_BYTES } from '../../suites/plan/schedule.ts';

/** The factor by which a launch that is needed for an interval may exceed the budget before its large sizes are dropped. */
const OVERTIME = 1.25;
/**
 * A suite whose transports are not compared has no further launch if it has taken this many times its budget, not even one that
 * is needed for an interval: no answer depends on the interval.
 */
const MOST_OVERTIME = 5;
/** In how many launches sizes that have pages of their own are measured, unless a ratio is undecided: their ratios are large. */
const OWN_PAGE_LAUNCHES = 3;
/** The same for the sizes that take longest. */
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
  #elapsedMs = 0;
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

  /** Adds the time that the suite took in a launch, which it may share with other suites. */
  spend(durationMs: number): void {
    this.#elapsedMs += durationMs;
  }

  /** Whether the time budget is spent, so that nothing is retried. Never true if the number of launches was requested. */
  isOutOfTime(): boolean {
    return !this.#isRequested() && this.#elapsedMs > OVERTIME * this.#budgetMs;
  }

  /** Call after each launch. Returns the sizes of the next launch; none if there is to be no further launch. */
  next(): readonly number[] {
    const { leastLaunches, mostLaunches } = this.#run.sampling;
    this.#launches++;
    const isNeeded = this.#launches < leastLaunches;
    const budgetMs = this.#budgetMs * (isNeeded ? OVERTIME : 1);
    this.#expectedMs += this.#expected(this.#sizesBytes);
    if (this.#launches >= mostLaunches || this.#isFarOver()) return [];
    const elapsedMs = this.#elapsedMs;
    // The ratio of actual to planned time predicts the next launch.
    const pace = elapsedMs / this.#expectedMs;
    const isOver = (sizes: readonly number[], withinMs = budgetMs) =>
      elapsedMs + pace * this.#expected(sizes) > withinMs;
    const all = this.#suite.sizesBytes.filter((sizeBytes) => this.#repeats(sizeBytes, isOver));
    let sizesBytes = isNeeded ? all : this.#open(isOver).filter((one) => all.includes(one));
    // The largest size takes longest, so it is dropped first if time is short.
    const droppable = ([largest]: readonly number[]) =>
      largest !== undefined && largest >= this.#droppableFromBytes(isNeeded);
    while (droppable(sizesBytes.slice(-1)) && isOver(sizesBytes)) sizesBytes = sizesBytes.slice(0, -1);
    this.#sizesBytes = sizesBytes;
    return sizesBytes;
  }

  /** The sizes with a key ratio that needs more launches; the undecided ones, if there is not time for all. */
  #open(isOver: (sizes: readonly number[]) => boolean): readonly number[] {
    const wanted = this.#sizes(isWanted);
    return isOver(wanted) ? this.#sizes(isUndecided) : wanted;
  }

  get #budgetMs(): number {
    return this.#run.sampling.budgetMs * this.#suite.timeShare;
  }

  /** Large sizes are measured in one launch if two would take half of the budget. */
  #repeats(sizeBytes: number, isOver: (sizes: readonly number[], budgetMs: number) => boolean): boolean {
    if (sizeBytes <= SMALL_UP_TO_BYTES || this.#isRequested()) return true;
    if (sizeBytes >= LARGE_FROM_BYTES) {
      return this.#launches < LARGE_LAUNCHES && !isOver(this.#suite.sizesBytes, this.#budgetMs / 2);
    }
    return this.#launches < OWN_PAGE_LAUNCHES || this.#sizes(isUndecided).includes(sizeBytes);
  }

  #isFarOver(): boolean {
    const isOver = this.#elapsedMs > MOST_OVERTIME * this.#budgetMs;
    return !this.#suite.areRivals && !this.#isRequested() && isOver;
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
