import type { TransportInfo } from '../results/schema/run.ts';
import type { Wasm } from './parts/wasm.ts';

/**
 * A way to get a working set to a worker and back, or a yardstick of it: both of its sides. A suite has its own in its
 * file; those of `round-trip` are files, each exporting one as `transport` under the file's name.
 *
 * A working set is a whole number of 32-bit words. Each round trip carries a stamp (`stamp.ts`): the main
 * thread writes it, the worker checks it and answers with the next one, the main thread checks that.
 */
export interface Transport {
  /** What it does, in a few words; shown in the report. */
  readonly title: string;
  /** What the engine must be able to do; a cell whose need is not met is `unsupported`. */
  readonly needs: readonly Need[];
  /** Whether the bytes of the working set are copied; what bounds it is then the copying, else the latency. */
  readonly copies: boolean;
  /** The yardsticks of its regime, by name; where it does not say, the ping, and for what copies the copy too. */
  readonly controls?: readonly string[];
  /** The sizes at which it is measured; every size of the suite where it does not say. */
  readonly sizesBytes?: readonly number[];
  /** What someone who takes it gets, where it is for someone to take. */
  readonly candidate?: Candidate;
  /** Other transports and controls of the suite: the dashboard follows the ratio to each. */
  readonly followedTo?: readonly string[];
  /** How many workers it takes, by the suite's parameter; one where it does not say. */
  readonly workers?: (parameter: number | null) => number;
  openMain(context: MainContext): MainSide;
  /** Absent where nothing leaves the main thread. Returns what the worker does with each message. */
  openWorker?(context: WorkerContext): (data: unknown) => void;
  /** What its blocks are compared with by `bench:harness`; where there is none, that command leaves it out. */
  readonly handWritten?: HandWritten;
}

/**
 * The smallest loop that one could write for a transport and that still touches the bytes on both sides, as any program does:
 * no stamps, no checks, nothing between the messages. It shows what the harness adds.
 */
export interface HandWritten {
  openMain(context: HandWrittenContext): HandWrittenLoop;
  /** Returns what the worker does with each message. */
  openWorker(context: Pick<WorkerContext, 'post' | 'setup'>): (data: unknown) => void;
}

interface HandWrittenContext extends Pick<MainContext, 'sizeBytes' | 'workingSet' | 'sharedMemory'> {
  readonly worker: Worker;
}

interface HandWrittenLoop {
  /** Cloned to the worker once. */
  readonly setup?: unknown;
  roundTrip(): Promise<void>;
  /** The plain working set, for the next block; `null` where there is none. */
  left(): ArrayBuffer | null;
}

/** Whether it needs isolation follows from its needs. */
export type Candidate = Omit<NonNullable<TransportInfo['candidate']>, 'needsIsolation'>;

export type Need = 'shared-memory' | 'wait-async' | 'compile-streaming';

export type Post = (message: unknown, transfer?: Transferable[]) => void;

/**
 * The `.data` of the next message from the worker, or what is made of it. Ask for it before or after the post that causes it.
 * It is used in the message's own event: an async function that awaits it first takes one more turn of the promise queue,
 * which in Firefox is 2% of a small round trip.
 */
export interface Receive {
  (): Promise<unknown>;
  <Result>(use: (data: unknown) => Result): Promise<Result>;
}

/** A way to one worker and back. */
interface Channel {
  readonly post: Post;
  readonly receive: Receive;
}

/** Its own `post` and `receive` are those of the first worker. */
export interface MainContext extends Channel {
  readonly sizeBytes: number;
  /** What the suite varies beside the size. */
  readonly parameter: number | null;
  readonly workers: readonly Channel[];
  /** A plain working set, filled; nobody else holds it. */
  readonly workingSet: () => Int32Array<ArrayBuffer>;
  /** One shared memory, at least `sizeBytes` long, the same at each call. What is in it is an earlier block's. */
  readonly sharedMemory: () => WebAssembly.Memory;
  /** Likewise one that is not shared. */
  readonly plainMemory: () => WebAssembly.Memory;
  /** Starts one more worker, up to its first answer; returns what ends it. One that is left is ended after the block. */
  readonly startWorker: () => Promise<() => void>;
  /** Below it lie the files of the programs that are run as they are shipped. */
  readonly vendor: URL;
  readonly wasm: Wasm;
}

export interface MainSide {
  /** Cloned to each worker once, before the first round trip. */
  readonly setup?: unknown;
  /** One round trip; `stamp` is odd, and `stamp + 1` must come back. Throws where the working set is not right. */
  roundTrip(stamp: number): Promise<void> | void;
  /**
   * Where what is measured is not all that is done, or not done here: goes through so many round trips, the first of them
   * with this stamp, and returns the milliseconds that they took.
   */
  timed?(stamp: number, count: number): Promise<number>;
  /** Round trips a sample at the least, where fewer would be something else. */
  readonly leastBatch?: number;
  /**
   * Where a sample is not the mean of round trips one after another: takes samples for so long, in milliseconds each, after
   * as many that are not measured as it says.
   */
  samples?(durationMs: number): Promise<{ samplesMs: number[]; warmup: number; warmupMs: number }>;
  /** The working set as it last came back, for the full check after the block; `null` where {@link check} does that. */
  received(): Int32Array | null;
  /** After the block: throws where anything is not what so many round trips make it. */
  check?(roundTrips: number): void | Promise<void>;
  /** After the block, however it went: ends what it started itself. Does no harm when it is called again. */
  end?(): void;
  /** Where its workers wait outside their event loop: takes them there, and back. */
  readonly waiting?: { enter(): Promise<void>; leave(): Promise<void> };
}

/** The side of a transport whose round trips are all measured by its own `timed`. */
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
  /** Which of its workers this one is, from 0 on. */
  readonly index: number;
  readonly post: Post;
  readonly setup: unknown;
  readonly wasm: Wasm;
}

export function controlsOf({ controls, copies }: Transport): readonly string[] {
  return controls ?? (copies ? ['ping', 'copy-fresh'] : ['ping']);
}
