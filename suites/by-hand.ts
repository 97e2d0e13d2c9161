import { filledWords } from './stamp.ts';

/**
 * The smallest loop one could write by hand for a transport that still touches the bytes on both sides, as any program
 * does: no stamps, no checks, nothing between the messages. What the suite's blocks are held against, to show what the
 * harness adds.
 */
export interface ByHand {
  /** What one round trip does. */
  open(sizeBytes: number, sharedMemory: () => WebAssembly.Memory): RoundTrip;
  /** What the worker does with each message. */
  answer(post: (message: unknown, transfer: Transferable[]) => void, setup: unknown): (data: unknown) => void;
}

export type RoundTrip = (worker: Worker) => Promise<void>;

function send(worker: Worker, message: unknown, transfer: Transferable[], done: (data: unknown) => void) {
  return new Promise<void>((resolve) => {
    worker.onmessage = ({ data }) => {
      done(data);
      resolve();
    };
    worker.postMessage(message, transfer);
  });
}

/** One word, read and written. */
function touch(buffer: ArrayBufferLike): void {
  const words = new Int32Array(buffer, 0, 1);
  words[0] = (words[0] ?? 0) + 1;
}

const touchBuffer = (data: unknown) => touch(data as ArrayBuffer);
const touchMemory = (data: unknown) => touch((data as WebAssembly.Memory).buffer);

export const BY_HAND: Readonly<Record<string, ByHand>> = {
  clone: {
    open(sizeBytes) {
      const { buffer } = filledWords(sizeBytes);
      return (worker) => {
        touch(buffer);
        return send(worker, buffer, [], touchBuffer);
      };
    },
    answer: (post) => (data) => {
      touchBuffer(data);
      post(data, []);
    },
  },
  transfer: {
    open(sizeBytes) {
      let { buffer } = filledWords(sizeBytes);
      return (worker) => {
        touch(buffer);
        return send(worker, buffer, [buffer], (data) => {
          buffer = data as ArrayBuffer;
          touch(buffer);
        });
      };
    },
    answer: (post) => (data) => {
      touchBuffer(data);
      post(data, [data as ArrayBuffer]);
    },
  },
  share: {
    open(_, sharedMemory) {
      const words = new Int32Array(sharedMemory().buffer, 0, 1);
      return (worker) => {
        Atomics.add(words, 0, 1);
        return send(worker, null, [], () => Atomics.add(words, 0, 1));
      };
    },
    answer: (post, setup) => {
      const words = new Int32Array((setup as WebAssembly.Memory).buffer, 0, 1);
      return () => {
        Atomics.add(words, 0, 1);
        post(null, []);
      };
    },
  },
  'share-repost': {
    open(_, sharedMemory) {
      const memory = sharedMemory();
      return (worker) => {
        touchMemory(memory);
        return send(worker, memory, [], touchMemory);
      };
    },
    answer: (post) => (data) => {
      touchMemory(data);
      post(data, []);
    },
  },
};
