import { workingSetIn } from './memory.ts';
import { fillPattern } from './stamp.ts';

/** The shared code of the hand-written loops. */

/** Posts, and waits until the answer has been used. The listener is set once, as setting a listener takes time in a page. */
export function sender(worker: Worker, use: (data: unknown) => void) {
  let resolve = () => {};
  worker.onmessage = ({ data }) => {
    use(data);
    resolve();
  };
  return (message: unknown, transfer: Transferable[]) =>
    new Promise<void>((resolved) => {
      resolve = resolved;
      worker.postMessage(message, transfer);
    });
}

/** Reads and writes both ends, so that both cache lines move to this core, as in a program that uses all of the data. */
export function touch(buffer: ArrayBuffer): void {
  const words = new Int32Array(buffer);
  const last = words.length - 1;
  words[0] = (words[0] ?? 0) + 1;
  words[last] = (words[last] ?? 0) + 1;
}

/** The same for memory that another thread writes. */
export function touchShared(words: Int32Array): void {
  Atomics.add(words, 0, 1);
  Atomics.add(words, words.length - 1, 1);
}

/** Filled in the same way as in the suite: the work just before a loop affects how fast the cores run in the loop. */
export function filledShared(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  const words = workingSetIn(memory, sizeBytes);
  fillPattern(words);
  return words;
}
