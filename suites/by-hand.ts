import { filledWords } from './stamp.ts';
import { workingSetIn } from './transport.ts';

/**
 * The smallest loop one could write by hand for a transport: no stamps, no checks, nothing between the messages. What the
 * suite's blocks are held against, to show that the harness adds nothing.
 */
export interface ByHand {
  /** What one round trip does. */
  open(sizeBytes: number, sharedMemory: () => WebAssembly.Memory): RoundTrip;
  /** What the worker does with each message. */
  answer(post: (message: unknown, transfer: Transferable[]) => void): (data: unknown) => void;
}

export type RoundTrip = (worker: Worker) => Promise<void>;

const send = (worker: Worker, message: unknown, transfer: Transferable[], done: (data: unknown) => void) =>
  new Promise<void>((resolve) => {
    worker.onmessage = ({ data }) => {
      done(data);
      resolve();
    };
    worker.postMessage(message, transfer);
  });

const ignore = () => {};

export const BY_HAND: Readonly<Record<string, ByHand>> = {
  clone: {
    open(sizeBytes) {
      const { buffer } = filledWords(sizeBytes);
      return (worker) => send(worker, buffer, [], ignore);
    },
    answer: (post) => (data) => post(data, []),
  },
  transfer: {
    open(sizeBytes) {
      let { buffer } = filledWords(sizeBytes);
      return (worker) =>
        send(worker, buffer, [buffer], (data) => {
          buffer = data as ArrayBuffer;
        });
    },
    answer: (post) => (data) => post(data, [data as ArrayBuffer]),
  },
  share: {
    open(sizeBytes, sharedMemory) {
      const words = workingSetIn(sharedMemory(), sizeBytes);
      return (worker) => {
        Atomics.store(words, 0, 1);
        return send(worker, null, [], ignore);
      };
    },
    answer: (post) => () => post(null, []),
  },
  'share-repost': {
    open(_, sharedMemory) {
      const memory = sharedMemory();
      return (worker) => send(worker, memory, [], ignore);
    },
    answer: (post) => (data) => post(data, []),
  },
};
