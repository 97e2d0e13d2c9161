import { Fold } from '../../results/file/fold.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import {
  areSettled,
  isBarelyDecided,
  isUndecided,
  isWanted,
  keyRatios,
} from '../../results/summary/precision.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { expectedLaunchMs, isSmall, LARGE_FROM_BYTES } from '../../suites/plan/schedule.ts';

/** The factor by which a launch that is needed for an interval may exceed the budget before its large sizes are dropped. */
const OVERTIME = 1.25;
/**
 * A suite whose transports are not compared has no further launch if it has taken this many times its budget, not even one that
 * is needed for an interval: no answer depends on the interval.
 */
const MOST_OVERTIME = 5;
/** In how many launches sizes that have pages of their own are measured, unless a ratio is undecided: their ratios are large. */
const OWN_PAGE_LAUNCHES = 4;
/** The sizes that take longest have this many launches, or one: the interval of two is almost four times as wide as that of three. */
const LARGE_LAUNCHES = 3;
/** Sizes of 64 MiB and more are measured again only if the needed launches then fit into this share of the time budget. */
const NEEDED_SHARE = 3 / 4;

/** What a run had measured of a suite before it was interrupted, and the sizes of its next launch. */
interface Recalled extends Pick<Results, 'launches' | 'cells'> {
  readonly sizesBytes: readonly number[];
}

/**
 * Decides which sizes the next launch of an engine and suite measures: every size until there are enough launches for an
 * interval, then the pages with a key ratio that is undecided or wide, within the time budget. If there is not time for all of them,
 * the undecided come first.
 */
export class Sampling {
  readonly #run: Run;
  readonly #suite: SuiteInfo;
  readonly #fold = new Fold();
  #elapsedMs = 0;
  #launches = 0;
  /** Those with sizes of 64 MiB or more. */
  #largeLaunches = 0;
  #expectedMs = 0;

  constructor(run: Run, suite: SuiteInfo) {
    this.#run = run;
    this.#suite = suite;
    this.#fold.add({ kind: 'run', run });
  }

  add(entry: Entry): void {
    this.#fold.add(entry);
  }

  /** Goes on from what a run recorded before it was interrupted. */
  recall(entries: readonly Entry[]): Recalled {
    for (const entry of entries) this.add(entry);
    const { launches = [], cells = [] } = this.#fold.results() ?? {};
    for (const { sizesBytes, durationMs } of launches) {
      if (durationMs === null) continue;
      this.spend(durationMs);
      this.#count(sizesBytes);
    }
    const sizesBytes = this.#launches > 0 ? this.#wantedSizes() : this.#suite.sizesBytes;
    return { launches, cells, sizesBytes };
  }

  /** Adds the time that the suite took in a launch, which it may share with other suites. */
  spend(durationMs: number): void {
    this.#elapsedMs += durationMs;
  }

  /** Whether the time budget is spent, so that after a failure the other sizes are skipped. Never true if the number of launches was requested. */
  isOutOfTime(): boolean {
    return !this.#isRequested() && this.#elapsedMs > OVERTIME * this.#budgetMs;
  }

  /**
   * Call after each launch.
   * @param sizesBytes The sizes that it measured: those that do not fit in the memory are not among them.
   * @returns The sizes of the next launch; none if there is to be no further launch.
   */
  next(sizesBytes: readonly number[]): readonly number[] {
    this.#count(sizesBytes);
    return this.#wantedSizes();
  }

  #count(sizesBytes: readonly number[]): void {
    this.#launches++;
    if (sizesBytes.some(isLarge)) this.#largeLaunches++;
    this.#expectedMs += this.#expected(sizesBytes);
  }

  #wantedSizes(): readonly number[] {
    const { leastLaunches, mostLaunches } = this.#run.sampling;
    const isNeeded = this.#launches < leastLaunches;
    const budgetMs = this.#budgetMs * (isNeeded ? OVERTIME : 1);
    if (this.#launches >= mostLaunches || this.#isFarOver()) return [];
    const elapsedMs = this.#elapsedMs;
    const isOver = (sizes: readonly number[]) => elapsedMs + this.#forecastMs(sizes) > budgetMs;
    const open = this.#openSizes();
    const repeatsLarge = this.#repeatsLarge();
    const isRepeated = (sizeBytes: number) => {
      if (isSmall(sizeBytes) || this.#isRequested()) return true;
      if (isLarge(sizeBytes)) return repeatsLarge;
      return this.#launches < OWN_PAGE_LAUNCHES || open.undecided.includes(sizeBytes);
    };
    const needed = this.#suite.sizesBytes.filter(isRepeated);
    const wanted = this.#wholePages(open.wanted.filter(isRepeated));
    const undecided = this.#wholePages(open.undecided.filter(isRepeated));
    let sizesBytes = isNeeded ? needed : isOver(wanted) ? undecided : wanted;
    // The largest size takes longest, so it is dropped first if time is short.
    const droppable = ([largest]: readonly number[]) =>
      largest !== undefined && largest >= this.#droppableFromBytes(isNeeded);
    while (!this.#owesLargeLaunch && droppable(sizesBytes.slice(-1)) && isOver(sizesBytes))
      sizesBytes = withoutLastPage(sizesBytes);
    return sizesBytes;
  }

  /** Sizes that share a page are measured together or not at all: a copy takes another time if other sizes have used the memory. */
  #wholePages(sizesBytes: readonly number[]): readonly number[] {
    const hasSmall = sizesBytes.some(isSmall);
    return this.#suite.sizesBytes.filter((one) => (isSmall(one) ? hasSmall : sizesBytes.includes(one)));
  }

  get #budgetMs(): number {
    return this.#run.sampling.budgetMs * this.#suite.timeShare;
  }

  /** Two launches with the largest sizes are not left without the third, although it may be longer than it was forecast. */
  get #owesLargeLaunch(): boolean {
    return this.#largeLaunches === this.#launches && this.#launches === LARGE_LAUNCHES - 1;
  }

  /** Once a launch is without the largest sizes, so are all later ones. */
  #repeatsLarge(): boolean {
    if (this.#owesLargeLaunch) return true;
    if (this.#launches > this.#largeLaunches || this.#launches >= LARGE_LAUNCHES) return false;
    const { sizesBytes } = this.#suite;
    // The forecast is of all needed launches: the first ones with the largest sizes, and then without them.
    const largeMs = (LARGE_LAUNCHES - this.#launches) * this.#forecastMs(sizesBytes);
    const launchesAfter = Math.max(0, this.#run.sampling.leastLaunches - LARGE_LAUNCHES);
    const afterMs = launchesAfter * this.#forecastMs(sizesBytes.filter((one) => !isLarge(one)));
    return this.#elapsedMs + largeMs + afterMs <= NEEDED_SHARE * this.#budgetMs;
  }

  #isFarOver(): boolean {
    const isOver = this.#elapsedMs > MOST_OVERTIME * this.#budgetMs;
    return this.#suite.baseline === null && !this.#isRequested() && isOver;
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

  /** The sizes with a key ratio that needs more launches, and those of them with one that is undecided. */
  #openSizes(): { readonly wanted: readonly number[]; readonly undecided: readonly number[] } {
    const results = this.#fold.results();
    if (!results) return { wanted: [], undecided: [] };
    const { targetMargin } = this.#run.sampling;
    const ratios = keyRatios(this.#suite, summarize(results).cells);
    const hasRatio = (sizeBytes: number, needsMore: typeof isWanted) =>
      ratios.some(({ cell, estimate }) => cell.sizeBytes === sizeBytes && needsMore(estimate, targetMargin));
    const ofPage = ratios.filter(({ cell }) => isSmall(cell.sizeBytes)).map(({ estimate }) => estimate);
    const isPageOpen = !areSettled(ofPage, targetMargin);
    const { sizesBytes } = this.#suite;
    return {
      wanted: sizesBytes.filter((one) =>
        isSmall(one) ? isPageOpen : hasRatio(one, isWanted) || hasRatio(one, isBarelyDecided),
      ),
      undecided: sizesBytes.filter((one) => hasRatio(one, isSmall(one) ? isUndecided : isBarelyDecided)),
    };
  }

  /** How long a launch will take: the ratio of actual to planned time so far predicts it. */
  #forecastMs(sizesBytes: readonly number[]): number {
    return (this.#elapsedMs / this.#expectedMs) * this.#expected(sizesBytes);
  }

  #expected(sizesBytes: readonly number[]): number {
    return expectedLaunchMs(this.#run, this.#suite, sizesBytes);
  }
}

function isLarge(sizeBytes: number): boolean {
  return sizeBytes >= LARGE_FROM_BYTES;
}

/** @param sizesBytes In ascending order. */
function withoutLastPage(sizesBytes: readonly number[]): readonly number[] {
  const large = sizesBytes.filter((sizeBytes) => !isSmall(sizeBytes));
  return large.length === 0 ? [] : sizesBytes.slice(0, -1);
}
