import { kernelOn } from '../parts/kernel.ts';
import { newMemory } from '../parts/memory.ts';
import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

/** For the tests: its module lacks the kernel's functions. */
export const transport: Transport = {
  ...clone,
  openMain(context) {
    kernelOn(newMemory(context.sizeBytes, 'shared'), { ...context.wasm, kernel: context.wasm.bump });
    return clone.openMain(context);
  },
};
