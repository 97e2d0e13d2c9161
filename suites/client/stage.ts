import { newMemory } from '../parts/memory.ts';
import { checkPattern, filledWords } from '../parts/stamp.ts';
import { WASM } from '../parts/wasm.ts';
import type { BlockKey } from '../plan/plan.ts';
import type { MainContext, MainSide } from '../transport.ts';
import { type HeldWorkers, hold, type Used } from './hold.ts';
import { transportOf } from './methods.ts';
import type { WorkerCommand, WorkerOpening } from './protocol.ts';
import { Spares } from './spares.ts';
import { WorkerLink } from './worker-link.ts';

/** In the folder of the client: a page loads it from the server, a runtime from a file. */
const VENDOR = new URL(/* @vite-ignore */ './vendor/', import.meta.url);

/** What the blocks of one page share: its suite and size, its workers, and memories and working sets that are slow to make. */
export class Stage {
  readonly suite: string;
  readonly sizeBytes: number;
  readonly #workingSets: Spares<Int32Array<ArrayBuffer>>;
  readonly #memories: Readonly<Record<'shared' | 'plain', Spares<WebAssembly.Memory>>>;
  #links: WorkerLink[] = [];
  /** The workers that a transport started itself. */
  readonly #started = new Set<WorkerLink>();
  #fail: (error: Error) => void = () => {};
  #failure: Promise<never> = this.#newFailure();

  constructor(suite: string, sizeBytes: number) {
    this.suite = suite;
    this.sizeBytes = sizeBytes;
    this.#workingSets = new Spares(() => filledWords(sizeBytes));
    this.#memories = {
      shared: new Spares(() => newMemory(sizeBytes, 'shared')),
      plain: new Spares(() => newMemory(sizeBytes, 'plain')),
    };
  }

  /** The link to the first worker. */
  get link(): WorkerLink {
    return this.#linksOf(1)[0] as WorkerLink;
  }

  /** Opens a transport, runs something with it and releases it, also after an error. */
  hold<Result>(key: BlockKey, use: (side: MainSide) => Promise<Used<Result>>): Promise<Result> {
    const transport = transportOf(this.suite, key.transport);
    const links = this.#linksOf(transport.workers?.(key.parameter) ?? 1);
    const memories = this.#borrowMemories();
    return hold(
      this.#workers(links, { ...key, form: 'transport' }),
      () => transport.openMain(this.#contextOf(key, links, memories)),
      async (side, roundTrips) => {
        const words = side.received();
        if (words) {
          checkPattern(words, this.sizeBytes, 2 * roundTrips);
          if (words.buffer instanceof ArrayBuffer) this.#workingSets.keep(words as Int32Array<ArrayBuffer>);
        }
        await side.check?.(roundTrips);
        memories.giveBack();
      },
      use,
    );
  }

  /** The same with a transport's hand-written loop, which has the bare worker to itself. */
  holdHandWritten<Result>(
    name: string,
    use: (roundTrip: () => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    const { handWritten } = transportOf(this.suite, name);
    if (!handWritten) throw new Error(`${name} has no hand-written loop`);
    const { link, sizeBytes } = this;
    const workingSet = () => this.#workingSets.take();
    const memories = this.#borrowMemories();
    let left: () => ArrayBuffer | null = () => null;
    let roundTrip = async () => {};
    return hold(
      this.#workers([link], { transport: name, parameter: null, form: 'hand-written' }),
      () => {
        const { sharedMemory } = memories;
        const loop = handWritten.openMain({ worker: link.lend(), sizeBytes, workingSet, sharedMemory });
        ({ left, roundTrip } = loop);
        return { setup: loop.setup, roundTrip, received: () => null, end: () => link.takeBack() };
      },
      () => {
        const buffer = left();
        if (buffer) this.#workingSets.keep(new Int32Array(buffer));
        memories.giveBack();
      },
      async () => ({ result: await use(roundTrip), roundTrips: 0 }),
    );
  }

  end(): void {
    for (const link of this.#links) link.end();
    this.#links = [];
    this.#endStarted();
  }

  #contextOf(
    { parameter }: BlockKey,
    links: readonly WorkerLink[],
    { sharedMemory, plainMemory }: BorrowedMemories,
  ): MainContext {
    const [{ post, receive }] = links as [WorkerLink];
    return {
      sizeBytes: this.sizeBytes,
      parameter,
      post,
      receive,
      workers: links,
      workingSet: () => this.#workingSets.take(),
      sharedMemory,
      plainMemory,
      startWorker: () => this.#startWorker(),
      vendor: VENDOR,
      wasm: WASM,
    };
  }

  /** At most one memory of each kind, made when first needed. After a failure a memory is not reused, as a worker may still write to it. */
  #borrowMemories(): BorrowedMemories & { giveBack(): void } {
    const borrowed: Partial<Record<'shared' | 'plain', WebAssembly.Memory>> = {};
    const borrow = (kind: 'shared' | 'plain') => {
      const memory = borrowed[kind] ?? this.#memories[kind].take();
      borrowed[kind] = memory;
      return memory;
    };
    return {
      sharedMemory: () => borrow('shared'),
      plainMemory: () => borrow('plain'),
      giveBack: () => {
        for (const kind of ['shared', 'plain'] as const)
          if (borrowed[kind]) this.#memories[kind].keep(borrowed[kind]);
      },
    };
  }

  #workers(
    links: readonly WorkerLink[],
    opening: Pick<WorkerOpening, 'transport' | 'parameter' | 'form'>,
  ): HeldWorkers {
    const { suite, sizeBytes } = this;
    return {
      failure: this.#failure,
      open: (setup) =>
        callEach(links, (index) => ({ kind: 'open', suite, sizeBytes, ...opening, index, setup })),
      close: async () => {
        this.#endStarted();
        await callEach(links, () => ({ kind: 'close' }));
      },
      abandon: () => {
        this.end();
        this.#failure = this.#newFailure();
      },
    };
  }

  async #startWorker(): Promise<() => void> {
    const link = new WorkerLink();
    this.#started.add(link);
    await link.call({ kind: 'compute', durationMs: 0 }, 'done');
    return () => {
      link.end();
      this.#started.delete(link);
    };
  }

  #endStarted(): void {
    for (const link of this.#started) link.end();
    this.#started.clear();
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

type BorrowedMemories = Pick<MainContext, 'sharedMemory' | 'plainMemory'>;

async function callEach(
  links: readonly WorkerLink[],
  command: (index: number) => WorkerCommand,
): Promise<void> {
  await Promise.all(links.map((link, index) => link.call(command(index), 'done')));
}
