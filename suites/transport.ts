/**
 * A way to get a working set to a worker and back. One file in `transports/` exports one as `transport`, under
 * the file's name; one in `controls/` is a yardstick measured beside them. Both sides of it live in that file.
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
  /** The sizes at which it is measured; every size where it does not say. */
  readonly sizesBytes?: readonly number[];
  openMain(context: MainContext): MainSide;
  /** Absent where nothing leaves the main thread. Returns what the worker does with each message. */
  openWorker?(context: WorkerContext): (data: unknown) => void;
}

export type Need = 'shared-memory';

type Post = (message: unknown, transfer?: Transferable[]) => void;

export interface MainContext {
  readonly sizeBytes: number;
  /** Posts to the worker. */
  readonly post: Post;
  /** The `.data` of the next message from the worker. Ask for it before or after the post that causes it. */
  readonly receive: () => Promise<unknown>;
  /** A plain working set, filled; nobody else holds it. */
  readonly workingSet: () => Int32Array<ArrayBuffer>;
  /** The page's one shared memory, at least `sizeBytes` long: an engine has room for few of them. */
  readonly sharedMemory: () => WebAssembly.Memory;
}

export interface MainSide {
  /** Cloned to the worker once, before the first round trip. */
  readonly setup?: unknown;
  /** One round trip; `stamp` is odd, and `stamp + 1` must come back. Throws where the working set is not right. */
  roundTrip(stamp: number): Promise<void> | void;
  /** The working set as it last came back, for the full check after the block; `null` where there is none. */
  received(): Int32Array | null;
}

export interface WorkerContext {
  readonly sizeBytes: number;
  readonly post: Post;
  readonly setup: unknown;
}

/** A working set at the start of a WebAssembly memory. */
export function workingSetIn(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  return new Int32Array(memory.buffer, 0, sizeBytes / Int32Array.BYTES_PER_ELEMENT);
}
