import { kernelOn } from '../parts/kernel.ts';
import { newMemory } from '../parts/memory.ts';
import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

/** For the tests: its worker makes the kernel access memory out of bounds. */
export const transport: Transport = {
  ...clone,
  openWorker: ({ sizeBytes, wasm }) => {
    const memory = newMemory(sizeBytes, 'plain');
    const kernel = kernelOn(memory, wasm);
    return () => kernel.bump(memory.buffer.byteLength + 16);
  },
};
