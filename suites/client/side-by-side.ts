import type { MainSide } from '../transport.ts';
import type { WorkerLink } from './worker-link.ts';

const COMPUTE_MS = 1;
/** Both threads together took no longer than one thread alone, except for the message that asks whether the other is done. */
const TOGETHER_MS = 1.6 * COMPUTE_MS;
/** A message takes 0.05 ms in one engine and 0.7 ms in another: the fastest of N messages is subtracted. */
const MESSAGES_TIMED = 3;
/** A limit, as both threads keep sharing one core while another program keeps the other core busy. */
const MOST_TRIES = 20;
/** Stretches per block, or fewer in a short block: if one stretch goes wrong, the others outvote it. */
const STRETCHES = 5;
const SHORTEST_STRETCH_MS = 15;

/**
 * Keeps the main thread and the worker busy at the same time, now and then, until each has a core of its own, as in a real
 * program. Otherwise a worker that only answers may stay on the main thread's core, where a ping takes a third of its time
 * between two cores, until the system moves the worker to another core. A cell would then have two levels, by chance.
 */
export class SideBySide {
  readonly #link: Pick<WorkerLink, 'call'> | null;
  #sinceMs = Number.POSITIVE_INFINITY;
  #messageMs: number | undefined;
  readonly #stretchMs: number;

  readonly #waiting: MainSide['waiting'];

  /**
   * @param link `null` if the block has no worker.
   * @param blockMs The duration of the samples of the block.
   */
  constructor(
    link: Pick<WorkerLink, 'call'> | null,
    blockMs: number,
    { waiting }: Pick<MainSide, 'waiting'> = {},
  ) {
    this.#link = link;
    this.#stretchMs = Math.max(SHORTEST_STRETCH_MS, blockMs / STRETCHES);
    this.#waiting = waiting;
  }

  /** Call before each sample: at the end of a stretch, both threads compute for a moment. */
  async beforeSample(): Promise<void> {
    if (!this.#link || this.#sinceMs < this.#stretchMs) return;
    this.#sinceMs = 0;
    await this.#waiting?.leave();
    await this.#compute(this.#link);
    await this.#waiting?.enter();
  }

  async #compute(link: Pick<WorkerLink, 'call'>): Promise<void> {
    this.#messageMs ??= await this.#timeMessage(link);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await link.call({ kind: 'compute', durationMs: COMPUTE_MS }, 'done');
      const start = performance.now();
      compute(COMPUTE_MS);
      // The answer comes when the worker has finished computing.
      await link.call({ kind: 'compute', durationMs: 0 }, 'done');
      if (performance.now() - start < TOGETHER_MS + this.#messageMs) return;
    }
  }

  async #timeMessage(link: Pick<WorkerLink, 'call'>): Promise<number> {
    let leastMs = Number.POSITIVE_INFINITY;
    for (let left = MESSAGES_TIMED; left > 0; left--) {
      const start = performance.now();
      await link.call({ kind: 'compute', durationMs: 0 }, 'done');
      leastMs = Math.min(leastMs, performance.now() - start);
    }
    return leastMs;
  }

  afterSample(durationMs: number): void {
    this.#sinceMs += durationMs;
  }
}

/** Keeps this thread busy. */
export function compute(durationMs: number): void {
  for (const start = performance.now(); performance.now() - start < durationMs; );
}
