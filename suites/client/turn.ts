import type { HeldSide } from './hold.ts';
import type { Meter } from './worker-link.ts';

/** A sample lasts at least this many steps of the clock, so that the clock changes it by 2% at most, up or down by chance. */
export const MIN_CLOCK_STEPS = 50;
const MAX_BATCH = 1_000_000;
/** How many times the measured part a round trip may take, if the transport times only a part of it. */
const MOST_UNTIMED = 5;

/** The round trips of one sample. */
export interface Timed {
  readonly roundTrips: number;
  /** The measured time of all of them. */
  readonly durationMs: number;
  /** What plans count: the measured time, or a fifth of the time that has passed if that is more ({@link MOST_UNTIMED}). */
  readonly costMs: number;
}

/**
 * Times whole batches until the sample is long enough. One batch is enough, unless the warm-up was slower.
 * @throws {Error} if the transport times a part itself, and that is not a time.
 */
export async function timeSample(side: HeldSide, batch: number, leastMs: number): Promise<Timed> {
  const { main } = side;
  const before = side.roundTrips;
  const start = performance.now();
  let durationMs = 0;
  do {
    if (main.timed) {
      const partMs = await main.timed(side.nextStamp, batch);
      if (!(partMs >= 0)) throw new Error(`timed() returned ${partMs}, which is not a time`);
      durationMs += partMs;
      side.roundTrips += batch;
    } else {
      for (let left = batch; left > 0; left--) {
        const pending = main.roundTrip(2 * side.roundTrips++ + 1);
        if (pending) await pending;
      }
      durationMs = performance.now() - start;
    }
  } while (durationMs < leastMs && side.roundTrips - before < MAX_BATCH);
  const costMs = Math.max(durationMs, (performance.now() - start) / MOST_UNTIMED);
  return { roundTrips: side.roundTrips - before, durationMs, costMs };
}

/** Makes round trips that are not measured. */
export async function makeRoundTrips(side: HeldSide, count: number): Promise<void> {
  if (side.main.timed) {
    await side.main.timed(side.nextStamp, count);
    side.roundTrips += count;
    return;
  }
  for (let left = count; left > 0; left--) await side.main.roundTrip(2 * side.roundTrips++ + 1);
}

/** The main thread's time on the messages of one side, in totals. */
export class MessageTime implements Meter {
  roundTrips = 0;
  messages = 0;
  postMs = 0;
  readMs = 0;

  reset(): void {
    this.roundTrips = 0;
    this.messages = 0;
    this.postMs = 0;
    this.readMs = 0;
  }

  /** `null` if there was no message: the side signals in another way. A coarse clock may say 0 of a message. */
  get totals(): Pick<MessageTime, 'roundTrips' | 'postMs' | 'readMs'> | null {
    const { roundTrips, messages, postMs, readMs } = this;
    return messages === 0 ? null : { roundTrips, postMs, readMs };
  }

  /** Measures while `use` runs: in short round trips, reading the clock around each message would be visible. */
  async during<Result>(side: HeldSide, use: () => Promise<Result>): Promise<Result> {
    const before = side.roundTrips;
    for (const link of side.links) link.meter = this;
    const result = await use();
    for (const link of side.links) link.meter = undefined;
    this.roundTrips += side.roundTrips - before;
    return result;
  }
}
