import type { Wasm } from './wasm.ts';

/** The functions of `wat/kernel.wat` on one memory. */
export interface Kernel {
  /** Adds 1 to every 32-bit word of the first N bytes. */
  bump(bytes: number): void;
  /** The sum of these words, modulo 2^32. */
  sum(bytes: number): number;
}

/** @throws {Error} if the module lacks a function; {@link WebAssembly.LinkError} if it imports another kind of memory. */
export function kernelOn(
  memory: WebAssembly.Memory,
  { kernel, kernelPlain }: Pick<Wasm, 'kernel' | 'kernelPlain'>,
): Kernel {
  const module = new WebAssembly.Module(memory.buffer instanceof ArrayBuffer ? kernelPlain : kernel);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  for (const name of ['bump', 'sum']) {
    if (typeof exports[name] !== 'function') throw new Error(`the kernel exports no function '${name}'`);
  }
  return exports as unknown as Kernel;
}
