import { SingleBar } from 'cli-progress';
import type { Entry } from '../../results/schema/entry.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import type { Launch } from '../../results/schema/launch.ts';
import type { Run } from '../../results/schema/run.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import { TimeLeft } from './time-left.ts';

/** Shows what is being measured and the time left: in one line that is redrawn, or, without a terminal, in a line every 15 s. */
export class Progress {
  readonly #bar = new SingleBar({
    format: '{now}  {done} of {all} sizes, {left}',
    noTTYOutput: true,
    notTTYSchedule: 15_000,
    clearOnComplete: true,
    hideCursor: true,
    fps: 4,
  });
  #tests = 0;
  #testsEnded = 0;
  #run: Run | undefined;
  #timeLeft: TimeLeft | undefined;
  #launch: Launch | undefined;
  /** The suites that have begun in the current start of the engine, each with the number of its launch. */
  #begun = new Map<string, number>();
  /** The number of the test's first launch; after an interruption, not 0. */
  #firstLaunch: number | undefined;
  /** The sizes of the current page; none before the first. */
  #sizesBytes: readonly number[] = [];
  /** The number of sizes on the pages before it. */
  #sizesDone = 0;
  /** The last cell whose collections and memory were watched; `undefined` during the timing. */
  #watched: CellKey | undefined;
  #testStartedMs = 0;

  begin(tests: number): void {
    this.#tests = tests;
  }

  onEntry(entry: Entry): void {
    switch (entry.kind) {
      case 'run':
        this.#run = entry.run;
        this.#timeLeft ??= new TimeLeft(entry.run);
        this.#testStartedMs = performance.now();
        return;
      case 'launch': {
        const { suite, launch } = entry.launch;
        if ((this.#begun.get(suite) ?? launch) !== launch) this.#begun.clear();
        this.#begun.set(suite, launch);
        this.#firstLaunch ??= launch;
        this.#launch = entry.launch;
        this.#watched = undefined;
        this.#sizesBytes = [];
        this.#sizesDone = 0;
        this.#draw();
        return;
      }
      case 'page':
        this.#sizesDone += this.#sizesBytes.length;
        this.#sizesBytes = entry.page.sizesBytes;
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

  /** @param isMeasured Not so if the test failed, or was skipped. */
  onTestEnd(isMeasured: boolean): void {
    // A test that is resumed is shorter: it begins with a later launch, or has only cells left to watch.
    const isResumed = this.#firstLaunch === undefined ? this.#watched !== undefined : this.#firstLaunch > 0;
    const isWhole = isMeasured && !isResumed;
    if (isWhole) this.#timeLeft?.add(this.#testsEnded, performance.now() - this.#testStartedMs);
    this.#testsEnded++;
    this.#launch = undefined;
    this.#watched = undefined;
    this.#firstLaunch = undefined;
    this.#begun.clear();
  }

  /** Prints a separate line. */
  print(text: string): void {
    this.#bar.stop();
    console.error(text);
  }

  end(): void {
    this.#bar.stop();
  }

  #draw(): void {
    const run = this.#run;
    const now = this.#watched ?? this.#launch;
    if (!run || !now) return;
    const sizesOf = ({ suite }: CellKey) => run.suites.find(({ name }) => name === suite)?.sizesBytes ?? [];
    const all = ('sizesBytes' in now ? now.sizesBytes : sizesOf(now)).length;
    const done = this.#watched ? all : this.#sizesDone;
    const payload = { now: this.#describe(now), done, all, left: this.#left(run, done / all) };
    if (this.#bar.isActive) {
      this.#bar.setTotal(all);
      this.#bar.update(done, payload);
    } else this.#bar.start(all, done, payload);
  }

  #describe(now: Launch | CellKey): string {
    const test = [`${this.#testsEnded + 1}/${this.#tests}`, now.engine, now.suite];
    if ('transport' in now) {
      return [...test, 'collections and memory', formatSize(now.sizeBytes), now.transport].join('  ');
    }
    const page = this.#sizesBytes.length === 0 ? 'starting' : formatSizes(this.#sizesBytes);
    return [...test, `launch ${now.launch + 1}`, page].join('  ');
  }

  #left(run: Run, share: number): string {
    const timeLeft = this.#timeLeft;
    if (!timeLeft) return '…';
    const { leastLaunches, mostLaunches } = run.sampling;
    const first = this.#firstLaunch ?? 0;
    const number = this.#testsEnded;
    const inLaunch = (this.#begun.size - 1 + share) / timeLeft.testOf(number).length;
    const launches = (this.#launch?.launch ?? first) - first + inLaunch;
    const leftMs = timeLeft.leftMs(
      { number, elapsedMs: performance.now() - this.#testStartedMs, launches },
      this.#tests,
      { needed: Math.max(0, leastLaunches - first), isRequested: leastLaunches === mostLaunches },
    );
    return leftMs === undefined ? '…' : `about ${formatLeft(leftMs)} left`;
  }
}

function formatLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** `"1 KiB … 1 MiB"` */
function formatSizes(sizesBytes: readonly number[]): string {
  const ends = new Set([Math.min(...sizesBytes), Math.max(...sizesBytes)]);
  return [...ends].map((sizeBytes) => formatSize(sizeBytes)).join(' … ');
}
