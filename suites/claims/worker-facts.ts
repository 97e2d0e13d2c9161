import { describeError } from '../parts/errors.ts';
import { kernelOn } from '../parts/kernel.ts';
import type { Wasm } from '../parts/wasm.ts';

/** What a worker does with a value that is posted for a claim; each function returns what it found. */
export const WORKER_FACTS = {
  /** Writes the first byte of a buffer or a memory. */
  poke(data: unknown) {
    new Uint8Array(bufferOf(data))[0] = POKED;
    return null;
  },
  /** The length of a view made before another thread grew the memory, and of a view made after. */
  lengths(data: unknown) {
    const memory = data as WebAssembly.Memory;
    view ??= new Uint8Array(memory.buffer);
    return [view.length, new Uint8Array(memory.buffer).length];
  },
  waits() {
    const attempt = (view: unknown): string => {
      try {
        return Atomics.wait(view as Int32Array, 0, 0 as never, 0);
      } catch (error) {
        return describeError(error);
      }
    };
    const wait64 = (): string => {
      try {
        return Atomics.wait(new BigInt64Array(new SharedArrayBuffer(8)), 0, 0n, 0);
      } catch (error) {
        return describeError(error);
      }
    };
    return {
      Float64Array: attempt(new Float64Array(new SharedArrayBuffer(8))),
      Int32Array: attempt(new Int32Array(new SharedArrayBuffer(8))),
      BigInt64Array: wait64(),
    };
  },
  /** Instantiates a posted module and calls its export. */
  instantiate(data: unknown) {
    if (!(data instanceof WebAssembly.Module)) return 'not a WebAssembly.Module';
    const { exports } = new WebAssembly.Instance(data);
    return (exports['f0'] as () => number)();
  },
  /** Runs the kernel on a memory that another module uses too. */
  bumpWords(data: unknown, wasm: Wasm) {
    kernelOn(data as WebAssembly.Memory, wasm).bump(16);
    return null;
  },
} as const satisfies Record<string, (data: unknown, wasm: Wasm) => unknown>;
export type WorkerFact = keyof typeof WORKER_FACTS;

/** What {@link WORKER_FACTS.poke} writes. */
export const POKED = 99;

/** The view that `lengths` keeps between two calls. */
let view: Uint8Array | undefined;

function bufferOf(data: unknown): ArrayBufferLike {
  return data instanceof WebAssembly.Memory ? data.buffer : (data as ArrayBufferLike);
}
