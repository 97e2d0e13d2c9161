import { transports } from 'virtual:transports';
import { lazySharedMemory } from './shared-memory.ts';
import { checkPattern, filledWords } from './stamp.ts';
import type { MainSide, Transport } from './transport.ts';
import { WorkerLink } from './worker-link.ts';

/** @throws {Error} where this build has no such transport. */
export function transportNamed(name: string): Transport {
  const transport = transports[name];
  if (!transport) throw new Error(`this build has no transport '${name}'`);
  return transport;
}

/** What the blocks of one page share: its size, its worker, its one shared memory and its one plain working set. */
export class Stage {
  readonly sizeBytes: number;
  readonly sharedMemory: () => WebAssembly.Memory;
  #link = new WorkerLink();
  /** The plain working set of the block before, as it came back. To make and fill another takes longer than most blocks. */
  #idle: Int32Array<ArrayBuffer> | undefined;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    this.sharedMemory = lazySharedMemory(sizeBytes);
  }

  get link(): WorkerLink {
    return this.#link;
  }

  /** Opens a transport on both sides, up to its first round trip. */
  async open(name: string): Promise<MainSide> {
    const transport = transportNamed(name);
    const { sizeBytes, sharedMemory, link } = this;
    const side = transport.openMain({
      sizeBytes,
      post: link.post,
      receive: link.receive,
      workingSet: () => this.#takeWorkingSet(),
      sharedMemory,
    });
    await link.call({ kind: 'open', transport: name, sizeBytes, setup: side.setup ?? null }, 'done');
    return side;
  }

  /** @throws {Error} where a byte of the working set is not what so many round trips make it. */
  async close(side: MainSide, roundTrips: number): Promise<void> {
    const words = side.received();
    if (words) {
      checkPattern(words, this.sizeBytes, 2 * roundTrips);
      if (words.buffer instanceof ArrayBuffer) this.#idle = words as Int32Array<ArrayBuffer>;
    }
    await this.#link.call({ kind: 'close' }, 'done');
  }

  /** After a failure: what it left in flight must not reach the next block. */
  replaceWorker(): void {
    this.end();
    this.#link = new WorkerLink();
  }

  end(): void {
    this.#link.end();
  }

  #takeWorkingSet(): Int32Array<ArrayBuffer> {
    const words = this.#idle ?? filledWords(this.sizeBytes);
    this.#idle = undefined;
    return words;
  }
}
