import type { MainSide } from '../transport.ts';

/** The part of a page's workers that opening and releasing a transport needs. */
export interface HeldWorkers {
  /** Never resolves; rejects when a worker throws. */
  readonly failure: Promise<never>;
  /** Opens the transport's other side in each worker. */
  open(setup: unknown): Promise<void>;
  /** Closes the other side, and leaves the workers idle. */
  close(): Promise<void>;
  /** Ends the workers: messages still in flight must not reach another block. */
  abandon(): void;
}

/** The result of using a transport, and the number of round trips. */
export interface Used<Result> {
  readonly result: Result;
  readonly roundTrips: number;
}

/**
 * Opens a transport on both sides, runs something with it, and releases what was opened, also after an error. Nothing else
 * opens or releases a transport.
 * @param check Throws if the state is not what N round trips produce; called only if everything else succeeded.
 * @throws {Error} the first error; the workers have then been abandoned.
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

/** Cleans up after an error. Further errors follow from the first, which is the one to report. */
function letGo(side: MainSide): void {
  try {
    // The worker must leave its wait before it can be ended. A worker that has thrown does not answer: do not wait for it.
    side.waiting?.leave().catch(() => {});
    side.end?.();
  } catch {}
}
