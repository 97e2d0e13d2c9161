import type { MainSide } from '../transport.ts';
import type { WorkerLink } from './worker-link.ts';

const COMPUTE_MS = 1;
/** Both threads took no longer together than one takes alone, but for the message that asks whether the other is done. */
const TOGETHER_MS = 1.6 * COMPUTE_MS;
/** A message takes 0.05 ms in one engine and 0.7 ms in another: the quickest of so many is left out of the account. */
const MESSAGES_TIMED = 3;
/** Where another program keeps a core busy, they go on sharing the one that is left. */
const MOST_TRIES = 20;
/** In a block, or as many as the shortest allows: where one goes wrong all the same, the others outvote it. */
const STRETCHES = 5;
const SHORTEST_STRETCH_MS = 15;

/**
 * Keeps the main thread and the worker busy at the same time, now and then, as a program's are, until each has a core of
 * its own. Without it a worker that only answers may stay on the main thread's core, where a ping takes a third of what
 * it takes between two cores, until the system moves it at a time of its own choosing: a cell would have two levels, by
 * chance.
 */
export class SideBySide {
  readonly #link: Pick<WorkerLink, 'call'> | null;
  #sinceMs = Number.POSITIVE_INFINITY;
  #messageMs: number | undefined;
  readonly #stretchMs: number;

  readonly #waiting: MainSide['waiting'];

  /**
   * @param link `null`: there is no worker in it.
   * @param blockMs How long the samples of the block take.
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

  /** Before a sample: where the stretch is over, both threads compute for a moment. */
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
      // Answered when the worker, too, has computed.
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
