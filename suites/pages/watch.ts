import type { PageMessage } from '../../results/schema/page-message.ts';
import { type HeldSide, SideError } from '../client/hold.ts';
import { settle } from '../client/settle.ts';
import { Stage } from '../client/stage.ts';
import { makeRoundTrips } from '../client/turn.ts';
import { describeError } from '../parts/errors.ts';
import type { PressurePlan } from '../plan/plan.ts';

/** Signals are watched N times as long as working sets, so that the readings at both edges are a smaller share. */
const SIGNALLING = 5;
/** How long the round trips take that a transport is asked for at once. */
const BATCH_MS = 5;

/**
 * Runs one transport after another, each with its own worker and working set, and reports when each begins and ends, so that
 * the runner can read the engine's log of its collections and its memory in between. Nothing is timed.
 */
export async function pressurePage(
  { suite, sides, roundTrips, firstOfLaunch, settleMs }: PressurePlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  await settle(settleMs);
  if (firstOfLaunch) {
    await push({ kind: 'alone', edge: 'begin' });
    allocateGarbage();
    await push({ kind: 'alone', edge: 'end' });
  }
  for (const { leastRoundTrips, ...key } of sides) {
    const window = { kind: 'window', ...key } as const;
    const stage = new Stage(suite);
    try {
      await stage.start([key]);
      await push({ ...window, edge: 'open' });
      await stage.hold([key], async ([side]) => {
        if (side) await side.turn(() => throughWindow(side));
      });
    } catch (error) {
      const reason = error instanceof SideError ? error.outcome.reason : describeError(error);
      await push({ ...window, edge: 'failed', reason });
    } finally {
      stage.end();
    }

    async function throughWindow(side: HeldSide): Promise<void> {
      const { sizeBytes } = key;
      const { most, mostMs } = roundTrips;
      const batches = new Batches(side, most);
      const start = performance.now();
      while (side.roundTrips < roundTrips.warmup && performance.now() - start < mostMs) await batches.next();
      const warmup = side.roundTrips;
      await push({ ...window, edge: 'begin' });
      const begin = performance.now();
      // For signals, processor time is read at both edges, and reading costs some time itself: the window must be full length.
      const isEnough = (count: number) =>
        sizeBytes === 0
          ? performance.now() - begin >= SIGNALLING * mostMs
          : count >= most || (performance.now() - begin >= mostMs && count >= leastRoundTrips);
      do await batches.next();
      while (!isEnough(side.roundTrips - warmup));
      const durationMs = performance.now() - begin;
      await push({ ...window, edge: 'end', roundTrips: side.roundTrips - warmup, durationMs });
    }
  }
}

/**
 * Makes round trips. If the transport times a part elsewhere, it is asked for several at once, as in the timing: asking may cost more
 * than a round trip.
 */
class Batches {
  readonly #side: HeldSide;
  readonly #most: number;
  #size: number;

  constructor(side: HeldSide, most: number) {
    this.#side = side;
    this.#most = most;
    this.#size = side.main.leastBatch ?? 1;
  }

  async next(): Promise<void> {
    const { timed, leastBatch = 1 } = this.#side.main;
    const start = performance.now();
    await makeRoundTrips(this.#side, this.#size);
    const eachMs = (performance.now() - start) / this.#size;
    if (timed) this.#size = Math.max(leastBatch, Math.min(this.#most, Math.floor(BATCH_MS / eachMs)));
  }
}

/**
 * Makes garbage on the main thread before there is a worker, so that the runner can identify the main thread's heap. Objects
 * trigger collectors of young objects; buffers trigger collectors that count memory outside the heap.
 */
function allocateGarbage(): void {
  let kept: unknown[] = [];
  for (let made = 0; made < 200_000; made++) {
    kept.push({ made });
    if (kept.length > 10_000) kept = [];
  }
  for (let made = 0; made < 40; made++) kept = [new Uint8Array(1024 ** 2).fill(kept.length)];
}
