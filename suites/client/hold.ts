import type { MainSide } from '../transport.ts';

/** The workers of a page, as far as whoever holds a transport needs them. */
export interface HeldWorkers {
  /** Never resolves; rejects when a worker throws. */
  readonly failure: Promise<never>;
  /** Opens the transport's other side in each. */
  open(setup: unknown): Promise<void>;
  /** Ends that, and leaves the workers idle. */
  close(): Promise<void>;
  /** Ends the workers: what they left in flight must not reach another block. */
  abandon(): void;
}

/** What was done with a transport, and in how many round trips. */
export interface Used<Result> {
  readonly result: Result;
  readonly roundTrips: number;
}

/**
 * Opens a transport on both sides, runs something with it, and releases whatever was opened, however far that came. Nothing
 * else opens or releases one.
 * @param check Throws where anything is not what N round trips make it; asked only where all else went well.
 * @throws {Error} the first error of all, after which the workers have been abandoned.
 */
export async function hold<Result>(
  workers: HeldWorkers,
  openMain: () => MainSide,
  check: (side: MainSide, roundTrips: number) => void | Promise<void>,
  use: (side: MainSide) => Promise<Used<Result>>,
): Promise<Result> {
  let opened: MainSide | undefined;

  async function throughUse(): Promise<Result> {
    const side = openMain();
    opened = side;
    await workers.open(side.setup ?? null);
    await side.waiting?.enter();
    const { result, roundTrips } = await use(side);
    await side.waiting?.leave();
    await check(side, roundTrips);
    return result;
  }

  try {
    const result = await Promise.race([throughUse(), workers.failure]);
    opened?.end?.();
    await workers.close();
    return result;
  } catch (error) {
    if (opened) letGo(opened);
    workers.abandon();
    throw error;
  }
}

/** After an error, which is the one to be told: whatever else goes wrong here follows from it. */
function letGo(side: MainSide): void {
  try {
    // Told to leave, so that it can be ended; a worker that has thrown does not answer, and is not waited for.
    side.waiting?.leave().catch(() => {});
    side.end?.();
  } catch {}
}
