import { lazyMemory } from '../parts/memory.ts';
import { checkPattern, filledWords } from '../parts/stamp.ts';
import { WASM } from '../parts/wasm.ts';
import type { BlockKey } from '../plan/plan.ts';
import type { MainSide } from '../transport.ts';
import { transportOf } from './methods.ts';
import type { WorkerCommand } from './protocol.ts';
import { WorkerLink } from './worker-link.ts';

/** Beside the client, wherever it runs: a page has it from the server, a runtime from a file. */
const VENDOR = new URL(/* @vite-ignore */ './vendor/', import.meta.url);

async function startWorker(): Promise<() => void> {
  const link = new WorkerLink();
  await link.call({ kind: 'compute', durationMs: 0 }, 'done');
  return () => link.end();
}

/** What the blocks of one page share: its suite and size, its workers, one memory of each kind and one plain working set. */
export class Stage {
  readonly suite: string;
  readonly sizeBytes: number;
  readonly sharedMemory: () => WebAssembly.Memory;
  readonly #plainMemory: () => WebAssembly.Memory;
  #links: WorkerLink[] = [];
  #fail: (error: Error) => void = () => {};
  /** Never resolves; rejects when one of its workers throws. */
  failure: Promise<never> = this.#newFailure();
  /** The plain working set of the block before, as it came back. To make and fill another takes longer than most blocks. */
  #idle: Int32Array<ArrayBuffer> | undefined;

  constructor(suite: string, sizeBytes: number) {
    this.suite = suite;
    this.sizeBytes = sizeBytes;
    this.sharedMemory = lazyMemory(sizeBytes, 'shared');
    this.#plainMemory = lazyMemory(sizeBytes, 'plain');
    this.#addWorker();
  }

  /** The first worker's. */
  get link(): WorkerLink {
    return this.#links[0] as WorkerLink;
  }

  /** Opens a transport on both sides, up to its first round trip. */
  async open({ transport: name, parameter }: BlockKey): Promise<MainSide> {
    const { suite, sizeBytes, sharedMemory } = this;
    const transport = transportOf(suite, name);
    const count = transport.workers?.(parameter) ?? 1;
    while (this.#links.length < count) this.#addWorker();
    const links = this.#links.slice(0, count);
    const side = transport.openMain({
      sizeBytes,
      parameter,
      post: this.link.post,
      receive: this.link.receive,
      workers: links,
      workingSet: this.workingSet,
      sharedMemory,
      plainMemory: this.#plainMemory,
      startWorker,
      vendor: VENDOR,
      wasm: WASM,
    });
    await this.#call(links, (index) => ({
      kind: 'open',
      suite,
      transport: name,
      parameter,
      sizeBytes,
      index,
      setup: side.setup ?? null,
    }));
    await side.waiting?.enter();
    return side;
  }

  /** @throws {Error} where a byte of the working set is not what so many round trips make it. */
  async close(side: MainSide, roundTrips: number): Promise<void> {
    await side.waiting?.leave();
    const words = side.received();
    if (words) {
      checkPattern(words, this.sizeBytes, 2 * roundTrips);
      if (words.buffer instanceof ArrayBuffer) this.keep(words as Int32Array<ArrayBuffer>);
    }
    await side.check?.(roundTrips);
    side.end?.();
    await this.#call(this.#links, () => ({ kind: 'close' }));
  }

  /** A plain working set, filled but for its ends: the one that was kept, or a new one. */
  readonly workingSet = (): Int32Array<ArrayBuffer> => {
    const words = this.#idle ?? filledWords(this.sizeBytes);
    this.#idle = undefined;
    return words;
  };

  /** A working set that a block is done with, for the next one. */
  keep(words: Int32Array<ArrayBuffer>): void {
    this.#idle = words;
  }

  /** After a failure: what it left in flight must not reach the next block. */
  replaceWorkers(): void {
    this.end();
    this.#links = [];
    this.failure = this.#newFailure();
    this.#addWorker();
  }

  end(): void {
    for (const link of this.#links) link.end();
  }

  #addWorker(): void {
    const link = new WorkerLink();
    link.failure.catch(this.#fail);
    this.#links.push(link);
  }

  #newFailure(): Promise<never> {
    const failure = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    // Whoever waits races with it.
    failure.catch(() => {});
    return failure;
  }

  async #call(links: readonly WorkerLink[], command: (index: number) => WorkerCommand): Promise<void> {
    await Promise.all(links.map((link, index) => link.call(command(index), 'done')));
  }
}
