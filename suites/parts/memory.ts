export const WASM_PAGE_BYTES = 65_536;

/** A page's one memory of a kind, made when it is first asked for: an engine has room for few of them. */
export function lazyMemory(sizeBytes: number, kind: 'shared' | 'plain'): () => WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(sizeBytes / WASM_PAGE_BYTES));
  let memory: WebAssembly.Memory | undefined;
  return () => {
    memory ??= new WebAssembly.Memory({ initial: pages, maximum: pages, shared: kind === 'shared' });
    return memory;
  };
}

/** A working set at the start of a WebAssembly memory. */
export function workingSetIn(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  return new Int32Array(memory.buffer, 0, sizeBytes / Int32Array.BYTES_PER_ELEMENT);
}
