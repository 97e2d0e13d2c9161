import type { Program } from './program.ts';

const MIB = 1024 ** 2;
const BYTES = 4 * MIB;
/** After the working set: how many jobs each thread was given, and how many it has completed. */
const GIVEN = BYTES / 4;
const DONE = GIVEN + 16;

export interface PoolThread {
  readonly memory: WebAssembly.Memory;
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly index: number;
  readonly threads: number;
}

/** A hand-written pool: each thread waits on a word and processes its part of one shared memory with our own module. */
export const program: Program = {
  async start({ threads, wasm }) {
    const pages = BYTES / 65_536 + 1;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const words = new Int32Array(memory.buffer);
    const started = Array.from({ length: threads }, (_, index) => {
      const thread = new Worker(new URL('./kernel-pool-thread.ts', import.meta.url), { type: 'module' });
      const ready = new Promise<void>((resolve, reject) => {
        thread.onmessage = () => resolve();
        thread.onerror = ({ message }) => reject(new Error(message || 'a thread could not be started'));
      });
      thread.postMessage({ memory, wasm, index, threads } satisfies PoolThread);
      return ready;
    });
    await Promise.all(started);
    let jobs = 0;
    return async () => {
      jobs++;
      for (let index = 0; index < threads; index++) {
        Atomics.store(words, GIVEN + index, jobs);
        Atomics.notify(words, GIVEN + index);
      }
      for (let index = 0; index < threads; index++) waitFor(words, DONE + index, jobs);
      // Each job adds 1 to every word, so the output is the words as they were after the first job.
      return outputOf(words, jobs - 1);
    };
  },
};

function waitFor(words: Int32Array, index: number, value: number): void {
  for (;;) {
    const found = Atomics.load(words, index);
    if (found === value) return;
    Atomics.wait(words, index, found);
  }
}

/** One word of every 4 KiB. */
function outputOf(words: Int32Array, subtracted: number): Uint8Array {
  const output = new Int32Array(BYTES / 4096);
  for (let page = 0; page < output.length; page++) output[page] = (words[page * 1024] ?? 0) - subtracted;
  return new Uint8Array(output.buffer);
}

/** The loop of a thread: waits for a job, processes its part, and reports completion. */
export function serve(
  { memory, index, threads }: PoolThread,
  bump: (from: number, bytes: number) => void,
): void {
  const words = new Int32Array(memory.buffer);
  const edge = (at: number) => Math.floor((BYTES * at) / threads / 16) * 16;
  for (let job = 1; ; job++) {
    waitFor(words, GIVEN + index, job);
    bump(edge(index), edge(index + 1) - edge(index));
    Atomics.store(words, DONE + index, job);
    Atomics.notify(words, DONE + index);
  }
}
