import type { Channel, MainSide, Post } from '../transport.ts';
import { loadStamp, storeStamp } from './stamp.ts';

export const WASM_PAGE_BYTES = 65_536;

/** A memory with room for `sizeBytes`. An engine has room for few memories. */
export function newMemory(sizeBytes: number, kind: 'shared' | 'plain'): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(sizeBytes / WASM_PAGE_BYTES));
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: kind === 'shared' });
}

/** The descriptor of a memory with 64-bit addresses, which TypeScript's types lack: https://webassembly.github.io/memory64/js-api/ */
interface WideDescriptor {
  readonly address: 'i64';
  readonly initial: bigint;
  readonly maximum: bigint;
  readonly shared: true;
}

/** A shared memory with 64-bit addresses and room for `sizeBytes`. @throws {TypeError} if the engine has only 32-bit addresses. */
export function newWideMemory(sizeBytes: number): WebAssembly.Memory {
  const pages = BigInt(Math.ceil(sizeBytes / WASM_PAGE_BYTES));
  const descriptor: WideDescriptor = { address: 'i64', initial: pages, maximum: pages, shared: true };
  return new WebAssembly.Memory(descriptor as never);
}

/** A working set at the start of a WebAssembly memory. */
export function workingSetIn(memory: WebAssembly.Memory, sizeBytes: number): Int32Array {
  return new Int32Array(memory.buffer, 0, sizeBytes / Int32Array.BYTES_PER_ELEMENT);
}

/** The page's side of a round trip in which one shared memory, with a working set at its start, is posted there and back. */
export function postingMemory(
  memory: WebAssembly.Memory,
  sizeBytes: number,
  { post, receive }: Channel,
): Pick<MainSide, 'roundTrip'> {
  const words = workingSetIn(memory, sizeBytes);
  return {
    roundTrip(stamp) {
      storeStamp(words, stamp);
      post(memory);
      return receive((data) => loadStamp(workingSetIn(data as WebAssembly.Memory, sizeBytes), stamp + 1));
    },
  };
}

/** The worker's side of it. */
export function answeringMemory(sizeBytes: number, post: Post): (data: unknown) => void {
  let stamp = 1;
  return (data) => {
    const memory = data as WebAssembly.Memory;
    const words = workingSetIn(memory, sizeBytes);
    loadStamp(words, stamp);
    storeStamp(words, stamp + 1);
    stamp += 2;
    post(memory);
  };
}
