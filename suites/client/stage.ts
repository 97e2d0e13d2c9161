import { newMemory } from '../parts/memory.ts';
import { checkPattern, filledWords } from '../parts/stamp.ts';
import { WASM } from '../parts/wasm.ts';
import type { SideKey } from '../plan/plan.ts';
import type { Channel, MainContext, Transport } from '../transport.ts';
import { type HeldSide, type HeldWorkers, hold, type Opening } from './hold.ts';
import { transportOf } from './methods.ts';
import type { WorkerCommand, WorkerOpening } from './protocol.ts';
import { SparesBySize } from './spares.ts';
import { WorkerChannel, WorkerLink } from './worker-link.ts';

/** In the folder of the client: a page loads it from the server, a runtime from a file. */
const VENDOR = new URL(/* @vite-ignore */ './vendor/', import.meta.url);
const PEERS = new URL(/* @vite-ignore */ './peers/', import.meta.url);

/** A side to open: a transport, or its hand-written loop. */
export interface StageKey extends SideKey {
  readonly form?: WorkerOpening['form'];
}

/** A page's workers, and the memories and working sets that are slow to make. */
export class Stage {
  readonly suite: string;
  readonly #announce: (key: SideKey) => Promise<void>;
  readonly #workingSets = new SparesBySize(filledWords);
  readonly #memories = {
    shared: new SparesBySize((sizeBytes) => newMemory(sizeBytes, 'shared')),
    plain: new SparesBySize((sizeBytes) => newMemory(sizeBytes, 'plain')),
  };
  #links: WorkerLink[] = [];
  #fail: (error: Error) => void = () => {};
  #failure: Promise<never> = this.#newFailure();

  /** @param announce Called before a side is opened, and before each of its turns. */
  constructor(suite: string, announce: (key: SideKey) => Promise<void> = async () => {}) {
    this.suite = suite;
    this.#announce = announce;
  }

  /** The link to the first worker. */
  get link(): WorkerLink {
    return this.#linksOf(1)[0] as WorkerLink;
  }

  /** Starts the workers that the sides need, and waits until they run. Returns their number. */
  async start(keys: readonly SideKey[]): Promise<number> {
    const links = this.#linksOf(Math.max(1, ...keys.map((key) => workersOf(this.#transportOf(key), key))));
    await Promise.race([callEach(links, () => ({ kind: 'ready' })), this.#failure]);
    return links.length;
  }

  /**
   * Opens sides, runs something with them and releases them, also after an error.
   * @throws {SideError}
   */
  hold<Result>(
    keys: readonly StageKey[],
    use: (sides: readonly HeldSide[]) => Promise<Result>,
  ): Promise<Result> {
    const openings = keys.map((key, id) =>
      key.form === 'hand-written' ? this.#handWritten(key, id) : this.#opening(key, id),
    );
    return hold(this.#workers(), openings, use);
  }

  end(): void {
    for (const link of this.#links) link.end();
    this.#links = [];
  }

  #transportOf({ transport }: SideKey): Transport {
    return transportOf(this.suite, transport);
  }

  #opening(key: SideKey, id: number): Opening {
    const transport = this.#transportOf(key);
    const links = this.#linksOf(workersOf(transport, key));
    const channels = links.map((link) => new WorkerChannel(link, transport.getsEvents));
    const memories = this.#borrowMemories(key.sizeBytes);
    return {
      key,
      links: transport.openWorker && !transport.hasOwnChannel && !transport.getsEvents ? links : [],
      announce: () => this.#announce(key),
      openMain: () => transport.openMain(this.#contextOf(key, channels, memories)),
      // A module that does without this worker need not load there.
      openWorkers: async (setup, transfer) => {
        if (!transport.openWorker) return;
        await this.#openWorkers(links, { ...key, id, form: 'transport', setup }, transfer);
      },
      use: async () => {
        for (const channel of channels) channel.open();
        if (transport.openWorker) await callEach(links, () => ({ kind: 'use', id }));
      },
      check: async (main, roundTrips) => {
        const words = main.received();
        if (words) {
          checkPattern(words, key.sizeBytes, 2 * roundTrips);
          if (isWhole(words)) this.#workingSets.keep(key.sizeBytes, words);
        }
        await main.check?.(roundTrips);
        memories.giveBack();
      },
    };
  }

  /** The same with a transport's hand-written loop, which has the bare worker to itself. */
  #handWritten(key: SideKey, id: number): Opening {
    const { handWritten } = this.#transportOf(key);
    if (!handWritten) throw new Error(`${key.transport} has no hand-written loop`);
    const { link } = this;
    const { sizeBytes } = key;
    const memories = this.#borrowMemories(sizeBytes);
    let left: () => ArrayBuffer | null = () => null;
    let ownListener: Worker['onmessage'] = null;
    return {
      key,
      links: [],
      announce: () => this.#announce(key),
      openMain: () => {
        const { loop, listener } = link.lend((worker) =>
          handWritten.openMain({
            worker,
            sizeBytes,
            workingSet: () => this.#workingSets.take(sizeBytes),
            sharedMemory: memories.sharedMemory,
          }),
        );
        left = loop.left;
        ownListener = listener;
        return { setup: loop.setup, roundTrip: loop.roundTrip, received: () => null };
      },
      openWorkers: (setup, transfer) =>
        this.#openWorkers([link], { ...key, id, form: 'hand-written', setup }, transfer),
      use: async () => {
        link.listen(ownListener);
        await callEach([link], () => ({ kind: 'use', id }));
      },
      check: () => {
        const buffer = left();
        if (buffer) this.#workingSets.keep(sizeBytes, new Int32Array(buffer));
        memories.giveBack();
      },
    };
  }

  #contextOf(
    { parameter, sizeBytes }: SideKey,
    workers: readonly Channel[],
    { sharedMemory, plainMemory }: BorrowedMemories,
  ): MainContext {
    const [{ post, receive, receiveEach }] = workers as [Channel];
    return {
      sizeBytes,
      parameter,
      post,
      receive,
      receiveEach,
      workers,
      workingSet: () => this.#workingSets.take(sizeBytes),
      sharedMemory,
      plainMemory,
      vendor: VENDOR,
      peers: PEERS,
      wasm: WASM,
    };
  }

  /** At most one memory of each kind, made when first needed. After a failure a memory is not reused, as a worker may still write to it. */
  #borrowMemories(sizeBytes: number): BorrowedMemories & { giveBack(): void } {
    const borrowed: Partial<Record<'shared' | 'plain', WebAssembly.Memory>> = {};
    const borrow = (kind: 'shared' | 'plain') => {
      const memory = borrowed[kind] ?? this.#memories[kind].take(sizeBytes);
      borrowed[kind] = memory;
      return memory;
    };
    return {
      sharedMemory: () => borrow('shared'),
      plainMemory: () => borrow('plain'),
      giveBack: () => {
        for (const kind of ['shared', 'plain'] as const)
          if (borrowed[kind]) this.#memories[kind].keep(sizeBytes, borrowed[kind]);
      },
    };
  }

  #openWorkers(
    links: readonly WorkerLink[],
    opening: Omit<WorkerOpening, 'suite' | 'index'>,
    transfer: readonly Transferable[],
  ): Promise<void> {
    return callEach(links, (index) => ({ kind: 'open', suite: this.suite, ...opening, index }), transfer);
  }

  #workers(): HeldWorkers {
    return {
      failure: this.#failure,
      close: () => callEach(this.#links, () => ({ kind: 'close' })),
      abandon: () => {
        this.end();
        this.#failure = this.#newFailure();
      },
    };
  }

  #linksOf(count: number): WorkerLink[] {
    while (this.#links.length < count) {
      const link = new WorkerLink();
      link.failure.catch(this.#fail);
      this.#links.push(link);
    }
    return this.#links.slice(0, count);
  }

  #newFailure(): Promise<never> {
    const failure = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    // Rejections reach the callers that race with this promise.
    failure.catch(() => {});
    return failure;
  }
}

/** Whether a plain buffer is this working set and nothing else, so that the next transport can post the buffer. */
function isWhole(words: Int32Array): words is Int32Array<ArrayBuffer> {
  const { buffer } = words;
  return buffer instanceof ArrayBuffer && buffer.byteLength === words.byteLength && !buffer.resizable;
}

type BorrowedMemories = Pick<MainContext, 'sharedMemory' | 'plainMemory'>;

function workersOf({ workers }: Transport, { parameter }: SideKey): number {
  return workers?.(parameter) ?? 1;
}

async function callEach(
  links: readonly WorkerLink[],
  command: (index: number) => WorkerCommand,
  transfer: readonly Transferable[] = [],
): Promise<void> {
  await Promise.all(links.map((link, index) => link.call(command(index), 'done', transfer)));
}
