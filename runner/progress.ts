import { SingleBar } from 'cli-progress';
import type { Entry, Run } from '../results/schema.ts';
import { formatSize } from '../results/sizes.ts';
import { expectedBlockMs, type LaunchKey, schedule } from './schedule.ts';

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
  #run: Run | undefined;
  #plan: { doing: string; expectedMs: number }[] = [];
  #at = 0;
  #launch: LaunchKey | undefined;
  #doneMs = 0;
  #doneBlocks = 0;
  #startedMs = 0;

  begin(tests: number): void {
    this.#tests = tests;
    this.#startedMs = performance.now();
  }

  take(entry: Entry): void {
    switch (entry.kind) {
      case 'run':
        this.#run = entry.run;
        return;
      case 'launch':
        this.#launch = entry.launch;
        this.#plan = blocksOf(entry.launch, this.#run);
        this.#at = 0;
        this.#draw();
        return;
      case 'block':
        this.#doneMs += this.#plan[this.#at]?.expectedMs ?? 0;
        this.#doneBlocks++;
        this.#at++;
        this.#draw();
        return;
      default:
        return;
    }
  }

  /** A test has ended, perhaps before its last launch. */
  ended(): void {
    this.#tests--;
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

  #draw(): void {
    if (!this.#run || !this.#launch) return;
    const launchMs = this.#plan.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
    const here = this.#plan.slice(this.#at).reduce((sum, { expectedMs }) => sum + expectedMs, 0);
    const later = this.#run.launches - 1 - this.#launch.launch;
    const leftLaunches = later + (this.#tests - 1) * this.#run.launches;
    const leftMs = here + leftLaunches * launchMs;
    const elapsedMs = performance.now() - this.#startedMs;
    const payload = {
      now: this.#plan[this.#at]?.doing ?? `${this.#launch.engine}  closing`,
      done: this.#doneBlocks,
      all: this.#doneBlocks + this.#plan.length - this.#at + leftLaunches * this.#plan.length,
      left: this.#doneMs === 0 ? '…' : `about ${formatLeft((elapsedMs / this.#doneMs) * leftMs)} left`,
    };
    const total = this.#doneMs + leftMs;
    if (this.#bar.isActive) {
      this.#bar.setTotal(total);
      this.#bar.update(this.#doneMs, payload);
    } else this.#bar.start(total, this.#doneMs, payload);
  }
}

function blocksOf(launch: LaunchKey, run: Run | undefined): { doing: string; expectedMs: number }[] {
  if (!run) return [];
  return schedule(run, launch).flatMap((page) =>
    page.blocks.map((transport) => ({
      doing: [
        launch.engine,
        launch.suite,
        `launch ${launch.launch + 1} of ${run.launches}`,
        formatSize(page.sizeBytes),
        transport,
      ].join('  '),
      expectedMs: expectedBlockMs(page),
    })),
  );
}

function formatLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
