import { SingleBar } from 'cli-progress';
import type { Entry } from '../../results/schema/entry.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import type { Launch } from '../../results/schema/launch.ts';
import type { Run } from '../../results/schema/run.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import { schedule } from '../../suites/plan/schedule.ts';
import { Position } from '../measure/position.ts';

/** What watching collections and memory takes, of the time for timing. */
const WATCHING_SHARE = 0.4;
/** What checking the claims of one engine takes. */
const CLAIMS_MS = 4_000;

/**
 * One line that says what is being measured and how long it will yet take; on what is no terminal, a plain line
 * now and then.
 */
export class Progress {
  readonly #bar = new SingleBar({
    format: '{now}  {done} of {all} blocks, {left}',
    noTTYOutput: true,
    notTTYSchedule: 15_000,
    clearOnComplete: true,
    hideCursor: true,
    fps: 4,
  });
  #tests = 0;
  #testsEnded = 0;
  #run: Run | undefined;
  #launch: Launch | undefined;
  #position = new Position([]);
  /** The cell whose collections and memory were watched last, once the timing is over. */
  #watched: CellKey | undefined;
  #all = 0;
  #testStartedMs = 0;

  begin(tests: number): void {
    this.#tests = tests;
  }

  take(entry: Entry): void {
    switch (entry.kind) {
      case 'run':
        this.#run = entry.run;
        this.#testStartedMs = performance.now();
        return;
      case 'launch': {
        const pages = this.#pagesOf(entry.launch);
        this.#launch = entry.launch;
        this.#watched = undefined;
        this.#position = new Position(pages);
        this.#all = blockCount(pages);
        this.#draw();
        return;
      }
      case 'page':
      case 'block':
        this.#position.hear(entry);
        this.#draw();
        return;
      case 'pressure':
        this.#watched = entry;
        this.#draw();
        return;
      default:
        return;
    }
  }

  /** A test, which is an engine's suite, has ended. */
  ended(): void {
    this.#testsEnded++;
    this.#launch = undefined;
  }

  /** Prints a line of its own. */
  say(text: string): void {
    this.#bar.stop();
    console.error(text);
  }

  end(): void {
    this.#bar.stop();
  }

  #pagesOf({ engine, suite: name, launch, sizesBytes }: Launch): MeasurePlan[] {
    const suite = this.#run?.suites.find((one) => one.name === name);
    return this.#run && suite ? schedule(this.#run, { engine, suite, launch }, sizesBytes) : [];
  }

  #draw(): void {
    if (!this.#run || !this.#launch) return;
    const done = this.#all - blockCount(this.#position.left());
    const payload = {
      now: this.#describe(this.#launch),
      done,
      all: this.#all,
      left: this.#left(this.#run, this.#launch, done / this.#all),
    };
    if (this.#bar.isActive) {
      this.#bar.setTotal(this.#all);
      this.#bar.update(done, payload);
    } else this.#bar.start(this.#all, done, payload);
  }

  #describe({ engine, suite, launch }: Launch): string {
    const test = [`${this.#testsEnded + 1}/${this.#tests}`, engine, suite];
    if (this.#watched) {
      const { sizeBytes, transport } = this.#watched;
      return [...test, 'collections and memory', formatSize(sizeBytes), transport].join('  ');
    }
    const current = this.#position.current();
    const cell = current ? [formatSize(current.sizeBytes), current.transport] : ['next page'];
    return [...test, `launch ${launch + 1}`, ...cell].join('  ');
  }

  /** A test ends when its figures are narrow, or at its budget; where launches are counted, after the last of them. */
  #left(run: Run, { launch }: Launch, share: number): string {
    const { leastLaunches, mostLaunches } = run.sampling;
    const elapsedMs = performance.now() - this.#testStartedMs;
    const counted = leastLaunches === mostLaunches;
    if (counted && launch + share < 0.5) return '…';
    const expectedMs = expectedTestMs(run, this.#testsEnded);
    const testMs = counted ? (elapsedMs / (launch + share)) * mostLaunches : Math.max(expectedMs, elapsedMs);
    let leftMs = testMs - elapsedMs;
    // The others take as long as this one, each by its share.
    for (let test = this.#testsEnded + 1; test < this.#tests; test++) {
      leftMs += testMs * (expectedTestMs(run, test) / expectedMs);
    }
    return `about ${formatLeft(leftMs)} left`;
  }
}

/** What a test may take by the budgets: an engine's are its suites, and then the claims. */
function expectedTestMs({ suites, claims, sampling }: Run, test: number): number {
  const suite = suites[test % (suites.length + (claims ? 1 : 0))];
  return suite ? (1 + WATCHING_SHARE) * sampling.budgetMs * suite.timeShare : CLAIMS_MS;
}

function blockCount(pages: readonly MeasurePlan[]): number {
  return pages.reduce((sum, { blocks }) => sum + blocks.length, 0);
}

function formatLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
