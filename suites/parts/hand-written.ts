import { workingSetIn } from './memory.ts';
import { fillPattern } from './stamp.ts';

/** What the hand-written loops of the transports have in common. */

/** Posts, and waits until the answer has been used. The listener is set once: setting it takes time in a page. */
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

/** Both ends, read and written: a program that uses all of it has both their cache lines brought over. */
export function touch(buffer: ArrayBuffer): void {
  const words = new Int32Array(buffer);
  const last = words.length - 1;
  words[0] = (words[0] ?? 0) + 1;
  words[last] = (words[last] ?? 0) + 1;
}

/** The same in memory that another thread writes. */
export function touchShared(words: Int32Array): void {
  Atomics.add(words, 0, 1);
  Atomics.add(words, words.length - 1, 1);
}

/** Filled as the suite does it: what is written just before a loop decides how awake the cores are in it. */
export function filledShared(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  const words = workingSetIn(memory, sizeBytes);
  fillPattern(words);
  return words;
}
