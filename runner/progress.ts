import { SingleBar } from 'cli-progress';
import type { Entry, Run } from '../results/schema.ts';
import { formatSize } from '../results/sizes.ts';
import type { MeasurePlan } from '../suites/plan.ts';
import { Position } from './position.ts';
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
  #launch: LaunchKey | undefined;
  #position = new Position([]);
  #launchMs = 0;
  #launchBlocks = 0;
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
      case 'launch': {
        const pages = this.#run ? schedule(this.#run, entry.launch) : [];
        this.#doneMs += this.#launchMs;
        this.#launch = entry.launch;
        this.#position = new Position(pages);
        this.#launchMs = expectedMs(pages);
        this.#launchBlocks = blockCount(pages);
        this.#draw();
        return;
      }
      case 'page':
        this.#position.hear({ kind: 'page' });
        this.#draw();
        return;
      case 'block':
        this.#position.hear(entry);
        this.#doneBlocks++;
        this.#draw();
        return;
      default:
        return;
    }
  }

  /** A test has ended, perhaps before its last launch. */
  ended(): void {
    this.#tests--;
    this.#doneMs += this.#launchMs;
    this.#launchMs = 0;
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
    const here = this.#position.left();
    const later = this.#run.launches - 1 - this.#launch.launch + (this.#tests - 1) * this.#run.launches;
    const leftMs = expectedMs(here) + later * this.#launchMs;
    const doneMs = this.#doneMs + this.#launchMs - expectedMs(here);
    const elapsedMs = performance.now() - this.#startedMs;
    const payload = {
      now: this.#describe(this.#launch, this.#run),
      done: this.#doneBlocks,
      all: this.#doneBlocks + blockCount(here) + later * this.#launchBlocks,
      left: doneMs === 0 ? '…' : `about ${formatLeft((elapsedMs / doneMs) * leftMs)} left`,
    };
    if (this.#bar.isActive) {
      this.#bar.setTotal(doneMs + leftMs);
      this.#bar.update(doneMs, payload);
    } else this.#bar.start(doneMs + leftMs, doneMs, payload);
  }

  #describe({ engine, suite, launch }: LaunchKey, { launches }: Run): string {
    const current = this.#position.current();
    const cell = current ? [formatSize(current.sizeBytes), current.transport] : ['next page'];
    return [engine, suite, `launch ${launch + 1} of ${launches}`, ...cell].join('  ');
  }
}

function expectedMs(pages: readonly MeasurePlan[]): number {
  return pages.reduce((sum, page) => sum + page.blocks.length * expectedBlockMs(page), 0);
}

function blockCount(pages: readonly MeasurePlan[]): number {
  return pages.reduce((sum, { blocks }) => sum + blocks.length, 0);
}

function formatLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
