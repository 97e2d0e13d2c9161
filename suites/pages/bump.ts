import type { PageMessage } from '../../results/schema/page-message.ts';
import type { WorkerLink } from '../client/worker-link.ts';
import { instantiateBump } from '../parts/bump.ts';
import { WASM } from '../parts/wasm.ts';

/**
 * The guide's example: one module, compiled once, and one shared memory, imported on both sides. The main thread
 * writes 41, the worker's Wasm reads and increments it, and the main thread reads 42.
 */
export async function bumpFromMain(
  link: WorkerLink,
): Promise<Omit<Extract<PageMessage, { kind: 'bump' }>, 'kind'>> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const module = await WebAssembly.compile(WASM.bump);
  const { read, bump: bumpOnce } = instantiateBump(module, memory);
  for (let times = 0; times < 41; times++) bumpOnce();
  const { saw, shared } = await link.call({ kind: 'bump', module, memory }, 'bump');
  return {
    workerSaw: saw,
    mainSaw: read(),
    mainShared: memory.buffer instanceof SharedArrayBuffer,
    workerShared: shared,
  };
}
