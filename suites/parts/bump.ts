export function bumpInWorker(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): { saw: number; shared: boolean } {
  const { read, bump: bumpOnce } = instantiateBump(module, memory);
  const saw = read();
  bumpOnce();
  return { saw, shared: memory.buffer instanceof SharedArrayBuffer };
}

interface BumpExports {
  readonly read: () => number;
  readonly bump: () => void;
}

/** The exports of `wat/bump.wat` on one memory. */
export function instantiateBump(module: WebAssembly.Module, memory: WebAssembly.Memory): BumpExports {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as BumpExports;
}
