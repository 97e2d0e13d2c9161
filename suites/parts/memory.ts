export const WASM_PAGE_BYTES = 65_536;

/** A memory with room for `sizeBytes`. An engine has room for few memories. */
export function newMemory(sizeBytes: number, kind: 'shared' | 'plain'): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(sizeBytes / WASM_PAGE_BYTES));
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: kind === 'shared' });
}

/** A working set at the start of a WebAssembly memory. */
export function workingSetIn(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  return new Int32Array(memory.buffer, 0, sizeBytes / Int32Array.BYTES_PER_ELEMENT);
}
