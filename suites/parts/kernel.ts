import type { Wasm } from './wasm.ts';

/** The functions of `wat/kernel.wat` on one memory. */
export interface Kernel {
  /** Adds 1 to every 32-bit word of so many bytes. */
  bump(bytes: number): void;
  /** The sum of these words, modulo 2^32. */
  sum(bytes: number): number;
}

/** @throws {Error} where the module lacks a function; {@link WebAssembly.LinkError} where its memory is of another kind. */
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
