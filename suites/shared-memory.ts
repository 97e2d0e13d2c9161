const WASM_PAGE_BYTES = 65_536;

/** A page's one shared memory, made when it is first asked for: an engine has room for few of them. */
export function lazySharedMemory(sizeBytes: number): () => WebAssembly.Memory {
  const pages = Math.ceil(sizeBytes / WASM_PAGE_BYTES);
  let memory: WebAssembly.Memory | undefined;
  return () => {
    memory ??= new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    return memory;
  };
}
