import type { TransportInfo } from '../results/schema/run.ts';
import type { Wasm } from './parts/wasm.ts';

/**
 * Both sides of a way to get a working set to a worker and back, or of a control. Most suites define their transports in
 * their own file. A transport of `round-trip` is a file that exports `transport`, and is named after the file.
 *
 * A working set is a whole number of 32-bit words. Each round trip carries a stamp (`stamp.ts`): the main thread writes the
 * stamp, the worker checks it and answers with the next stamp, and the main thread checks the answer.
 */
export interface Transport {
  /** What the transport does, in a few words; shown in the report. */
  readonly title: string;
  /** What the engine must support; without it, a cell is `unsupported`. */
  readonly needs: readonly Need[];
  /** Whether the bytes of the working set are copied: copying then bounds the time, otherwise latency does. */
  readonly copies: boolean;
  /** The controls of its regime, by name. Default: the ping, and for a transport that copies, the copy too. */
  readonly controls?: readonly string[];
  /** The sizes at which the transport is measured. Default: every size of the suite. */
  readonly sizesBytes?: readonly number[];
  /** What a program gets that uses the transport, if a program can. */
  readonly candidate?: Candidate;
  /** Other transports and controls of the suite: the dashboard follows the ratio to each. */
  readonly followedTo?: readonly string[];
  /** Whether it sends its messages through a channel of its own: what the main thread spends on them is then not measured. */
  readonly hasOwnChannel?: boolean;
  /**
   * Whether both sides get the message event in place of its `.data`, because the transport measures what the main thread and
   * the worker spend on each message.
   */
  readonly getsEvents?: boolean;
  /** How many workers the transport needs, by the suite's parameter. Default: one. */
  readonly workers?: (parameter: number | null) => number;
  openMain(context: MainContext): MainSide;
  /** Absent if nothing leaves the main thread. Returns what the worker does with each message. */
  openWorker?(context: WorkerContext): (data: unknown) => void;
  /** The loop that `bench:harness` compares its turns with; without a loop, the command omits the transport. */
  readonly handWritten?: HandWritten;
}

/**
 * The smallest loop for a transport that still touches the bytes on both sides, as any program does: no stamps, no checks,
 * nothing between the messages. The comparison shows what the harness adds.
 */
export interface HandWritten {
  openMain(context: HandWrittenContext): HandWrittenLoop;
  /** Returns what the worker does with each message. */
  openWorker(context: Pick<WorkerContext, 'sizeBytes' | 'post' | 'setup'>): (data: unknown) => void;
}

interface HandWrittenContext extends Pick<MainContext, 'sizeBytes' | 'workingSet' | 'sharedMemory'> {
  readonly worker: Worker;
}

interface HandWrittenLoop {
  /** Cloned to the worker once. */
  readonly setup?: unknown;
  roundTrip(): Promise<void>;
  /** The plain working set, for the next opening; `null` if there is none. */
  left(): ArrayBuffer | null;
}

/** Without `needsIsolation`, which follows from the needs of the transport. */
export type Candidate = Omit<NonNullable<TransportInfo['candidate']>, 'needsIsolation'>;

export type Need = 'shared-memory' | 'wait-async' | 'compile-streaming' | 'memory64';

export type Post = (message: unknown, transfer?: Transferable[]) => void;

/**
 * Returns the `.data` of the next message from the worker, or the result of `use`. Call it before or after the post that
 * causes the message. `use` runs in the message's own event: awaiting the data first would take one more turn of the promise
 * queue, which in Firefox is 2% of a small round trip.
 */
export interface Receive {
  (): Promise<unknown>;
  <Result>(use: (data: unknown) => Result): Promise<Result>;
}

/**
 * Uses the next `count` messages, each in its own event. Several messages then cost one promise, as in a program that counts its
 * answers.
 */
export type ReceiveEach = (count: number, use: (data: unknown, index: number) => void) => Promise<void>;

/** The messages to and from one worker. */
export interface Channel {
  readonly post: Post;
  readonly receive: Receive;
  readonly receiveEach: ReceiveEach;
}

/** Its own `post` and `receive` use the first worker. */
export interface MainContext extends Channel {
  readonly sizeBytes: number;
  /** What the suite varies besides the size. */
  readonly parameter: number | null;
  readonly workers: readonly Channel[];
  /** A plain, filled working set that nothing else refers to. */
  readonly workingSet: () => Int32Array<ArrayBuffer>;
  /** One shared memory of at least `sizeBytes`, the same at each call. Its content is from an earlier opening. */
  readonly sharedMemory: () => WebAssembly.Memory;
  /** Likewise a memory that is not shared. */
  readonly plainMemory: () => WebAssembly.Memory;
  /** The base URL of the files of the real programs, as their packages ship them. */
  readonly vendor: URL;
  /** The base URL of the files that frames, shared workers and service workers run. */
  readonly peers: URL;
  readonly wasm: Wasm;
}

export interface MainSide {
  /** Cloned to each worker once, before the first round trip. */
  readonly setup?: unknown;
  /** What of `setup` is transferred instead, such as a port: only with one worker. */
  readonly setupTransfer?: readonly Transferable[];
  /** After the workers have been opened, before the first round trip: waits for what the transport has started itself. */
  opened?(): Promise<void>;
  /** One round trip; `stamp` is odd, and `stamp + 1` must come back. Throws if the working set is wrong. */
  roundTrip(stamp: number): Promise<void> | void;
  /**
   * For transports that measure only a part of a round trip, or measure in another thread: makes `count` round trips, the
   * first with `stamp`, and returns the measured milliseconds.
   */
  timed?(stamp: number, count: number): Promise<number>;
  /** The minimum of round trips per sample, if fewer would measure something else. */
  readonly leastBatch?: number;
  /**
   * For samples that are not a mean of consecutive round trips: takes samples for `durationMs`, in milliseconds each, after
   * `warmup` unmeasured ones; or says why it can take none: the cell is then `unsupported`.
   */
  samples?(durationMs: number): Promise<OwnSamples | { readonly reason: string }>;
  /** The working set as it last came back, for the full check after the rounds; `null` if {@link check} does the check. */
  received(): Int32Array | null;
  /** After the rounds: throws if the state is not what `roundTrips` round trips produce. It may post to the worker. */
  check?(roundTrips: number): void | Promise<void>;
  /** After the check: the bytes of the last round trip, there and back, as the transport counts them. */
  movedBytes?(): number;
  /** After the rounds, also after an error: ends what the transport started itself. Calling it again has no effect. */
  end?(): void;
  /** For workers that wait outside their event loop: makes them enter and leave the wait. */
  readonly waiting?: { enter(): Promise<void>; leave(): Promise<void> };
}

export interface OwnSamples {
  readonly samplesMs: readonly number[];
  /** How many round trips each sample is the mean of. Default: one. */
  readonly batch?: number;
  readonly warmup: number;
  readonly warmupMs: number;
}

/** The main side of a transport that measures every round trip with its own `timed`. */
export function timedBy(
  timed: NonNullable<MainSide['timed']>,
): Required<Pick<MainSide, 'timed' | 'roundTrip' | 'received'>> {
  return {
    timed,
    async roundTrip(stamp) {
      await timed(stamp, 1);
    },
    received: () => null,
  };
}

export interface WorkerContext {
  readonly sizeBytes: number;
  readonly parameter: number | null;
  /** The index of this worker among the transport's workers, from 0. */
  readonly index: number;
  readonly post: Post;
  readonly setup: unknown;
  readonly wasm: Wasm;
}

export function controlsOf({ controls, copies }: Pick<Transport, 'controls' | 'copies'>): readonly string[] {
  return controls ?? (copies ? ['ping', 'copy-fresh'] : ['ping']);
}
