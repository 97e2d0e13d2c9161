import { workingSetIn } from '../parts/memory.ts';
import { fillPattern } from '../parts/stamp.ts';
import type { MainContext } from '../transport.ts';

/**
 * The smallest loop one could write by hand for a transport that still touches the bytes on both sides, as any program
 * does: no stamps, no checks, nothing between the messages. What the suite's blocks are held against, to show what the
 * harness adds.
 */
export interface ByHand {
  open(on: ByHandContext): ByHandLoop;
  /** What the worker does with each message. */
  answer(post: (message: unknown, transfer: Transferable[]) => void, setup: unknown): (data: unknown) => void;
}

interface ByHandContext extends Pick<MainContext, 'sizeBytes' | 'workingSet' | 'sharedMemory'> {
  readonly worker: Worker;
}

interface ByHandLoop {
  /** What the worker is given once. */
  readonly setup?: unknown;
  roundTrip(): Promise<void>;
  /** The plain working set, for the next block; `null` where there is none. */
  left(): ArrayBuffer | null;
}

/** Posts, and waits until the answer has been seen to. The listener is set once: setting it takes time in a page. */
function sender(worker: Worker, done: (data: unknown) => void) {
  let resolve = () => {};
  worker.onmessage = ({ data }) => {
    done(data);
    resolve();
  };
  return (message: unknown, transfer: Transferable[]) =>
    new Promise<void>((resolved) => {
      resolve = resolved;
      worker.postMessage(message, transfer);
    });
}

/** Both ends, read and written: a program that uses all of it has both their cache lines brought over. */
function touch(buffer: ArrayBuffer): void {
  const words = new Int32Array(buffer);
  const last = words.length - 1;
  words[0] = (words[0] ?? 0) + 1;
  words[last] = (words[last] ?? 0) + 1;
}

/** The same in memory that another thread writes. */
function touchShared(words: Int32Array): void {
  Atomics.add(words, 0, 1);
  Atomics.add(words, words.length - 1, 1);
}

/** Filled as the suite does it: what is written just before a loop decides how awake the cores are in it. */
function filledShared(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  const words = workingSetIn(memory, sizeBytes);
  fillPattern(words);
  return words;
}

const touchBuffer = (data: unknown) => touch(data as ArrayBuffer);
const touchMemory = (data: unknown) => touchShared(new Int32Array((data as WebAssembly.Memory).buffer));

export const BY_HAND: Readonly<Record<string, ByHand>> = {
  clone: {
    open({ worker, workingSet }) {
      const { buffer } = workingSet();
      const send = sender(worker, touchBuffer);
      return {
        roundTrip() {
          touch(buffer);
          return send(buffer, []);
        },
        left: () => buffer,
      };
    },
    answer: (post) => (data) => {
      touchBuffer(data);
      post(data, []);
    },
  },
  transfer: {
    open({ worker, workingSet }) {
      let { buffer } = workingSet();
      const send = sender(worker, (data) => {
        buffer = data as ArrayBuffer;
        touch(buffer);
      });
      return {
        roundTrip() {
          touch(buffer);
          return send(buffer, [buffer]);
        },
        left: () => buffer,
      };
    },
    answer: (post) => (data) => {
      touchBuffer(data);
      post(data, [data as ArrayBuffer]);
    },
  },
  share: {
    open({ worker, sizeBytes, sharedMemory }) {
      const memory = sharedMemory();
      const words = filledShared(memory, sizeBytes);
      const send = sender(worker, () => touchShared(words));
      return {
        setup: memory,
        roundTrip() {
          touchShared(words);
          return send(null, []);
        },
        left: () => null,
      };
    },
    answer: (post, setup) => {
      const words = new Int32Array((setup as WebAssembly.Memory).buffer);
      return () => {
        touchShared(words);
        post(null, []);
      };
    },
  },
  'share-repost': {
    open({ worker, sizeBytes, sharedMemory }) {
      const memory = sharedMemory();
      filledShared(memory, sizeBytes);
      const send = sender(worker, touchMemory);
      return {
        roundTrip() {
          touchMemory(memory);
          return send(memory, []);
        },
        left: () => null,
      };
    },
    answer: (post) => (data) => {
      touchMemory(data);
      post(data, []);
    },
  },
};
