import { describeError, Unsupported } from '../parts/errors.ts';
import type { SideKey } from '../plan/plan.ts';
import type { MainSide } from '../transport.ts';
import type { WorkerLink } from './worker-link.ts';

/** The part of a page's workers that opening and releasing transports needs. */
export interface HeldWorkers {
  /** Never resolves; rejects when a worker throws. */
  readonly failure: Promise<never>;
  /** Closes the other sides, and leaves the workers idle. */
  close(): Promise<void>;
  /** Ends the workers: messages still in flight must not reach another side. */
  abandon(): void;
}

/** A transport at one size, and how to open it. */
export interface Opening {
  readonly key: SideKey;
  /** Its workers; none if nothing leaves the main thread. */
  readonly links: readonly WorkerLink[];
  /** Called before the transport is opened, and before each turn. */
  announce(): Promise<void>;
  openMain(): MainSide;
  openWorkers(setup: unknown, transfer: readonly Transferable[]): Promise<void>;
  /** From now on this side gets the messages. */
  use(): Promise<void>;
  /** Throws if the state is not what N round trips produce; called only if everything else succeeded. */
  check(main: MainSide, roundTrips: number): void | Promise<void>;
}

/** An error of one transport at one size. */
export class SideError extends Error {
  readonly key: SideKey;
  readonly outcome: { readonly status: 'unsupported' | 'failed'; readonly reason: string };

  constructor(key: SideKey, cause: unknown) {
    super(`${key.transport}: ${describeError(cause)}`, { cause });
    this.key = key;
    this.outcome =
      cause instanceof Unsupported
        ? { status: 'unsupported', reason: cause.message }
        : { status: 'failed', reason: describeError(cause) };
  }
}

/** An open transport: its main side, and the number of its round trips, from which the next stamp follows. */
export class HeldSide {
  readonly key: SideKey;
  readonly main: MainSide;
  readonly links: readonly WorkerLink[];
  roundTrips = 0;
  /** How many bytes a round trip moved, as its transport counts them; known after the check. */
  movedBytes: number | null = null;
  readonly #opening: Opening;
  readonly #begin: (side: HeldSide) => void;
  #isWaiting = false;

  constructor(opening: Opening, main: MainSide, begin: (side: HeldSide) => void) {
    this.key = opening.key;
    this.main = main;
    this.links = opening.links;
    this.#opening = opening;
    this.#begin = begin;
  }

  /** Runs something while the messages of the workers go to this side. */
  async turn<Result>(use: () => Promise<Result>): Promise<Result> {
    this.#begin(this);
    await this.#opening.announce();
    await this.#opening.use();
    this.#isWaiting = true;
    await this.main.waiting?.enter();
    const result = await use();
    await this.main.waiting?.leave();
    this.#isWaiting = false;
    return result;
  }

  /** The stamp of the next round trip. */
  get nextStamp(): number {
    return 2 * this.roundTrips + 1;
  }

  async check(): Promise<void> {
    this.#begin(this);
    await this.#opening.use();
    await this.#opening.check(this.main, this.roundTrips);
    this.movedBytes = this.main.movedBytes?.() ?? null;
  }

  end(): void {
    this.#begin(this);
    this.main.end?.();
  }

  /** Cleans up after an error. Further errors follow from the first, which is the one to report. */
  letGo(): void {
    try {
      // The worker must leave its wait before it can be ended. A worker that has thrown does not answer: do not wait for it.
      if (this.#isWaiting) this.main.waiting?.leave().catch(() => {});
      this.main.end?.();
    } catch {}
  }
}

/**
 * Opens transports on both sides, runs something with them, and releases what was opened, also after an error. Nothing else
 * opens or releases a transport.
 * @throws {SideError} the first error, or an Error if the workers fail when nothing is open; they have then been abandoned.
 */
export async function hold<Result>(
  workers: HeldWorkers,
  openings: readonly Opening[],
  use: (sides: readonly HeldSide[]) => Promise<Result>,
): Promise<Result> {
  const sides: HeldSide[] = [];
  let current: SideKey | undefined;
  const begin = ({ key }: { readonly key: SideKey }) => {
    current = key;
  };
  const noSide = () => {
    current = undefined;
  };

  async function throughUse(): Promise<Result> {
    for (const opening of openings) {
      begin(opening);
      await opening.announce();
      const main = opening.openMain();
      sides.push(new HeldSide(opening, main, begin));
      await opening.openWorkers(main.setup ?? null, main.setupTransfer ?? []);
      if (main.opened) {
        await opening.use();
        await main.opened();
      }
    }
    const result = await use(sides);
    for (const side of sides) await side.check();
    return result;
  }

  try {
    const result = await Promise.race([throughUse(), workers.failure]);
    for (const side of sides) side.end();
    noSide();
    await workers.close();
    return result;
  } catch (error) {
    for (const side of sides) side.letGo();
    workers.abandon();
    throw current ? new SideError(current, error) : error;
  }
}
