import { parentPort, workerData } from 'node:worker_threads';

export const CHUNK_BYTES = 1024 ** 2;
const HELD_OF_CHUNK_BYTES = 64 * 1024;
export const PAGE_BYTES = 4096;

/**
 * Writes to a number of MiB of new memory, and then frees all of each MiB but 64 KiB.
 * @param {number} chunks
 */
export function warmChunks(chunks) {
  const made = Array.from({ length: chunks }, () => {
    const chunk = new ArrayBuffer(CHUNK_BYTES, { maxByteLength: CHUNK_BYTES });
    touch(new Uint8Array(chunk));
    return chunk;
  });
  // Not before all are made, as a new one would take what the others have freed.
  for (const chunk of made) chunk.resize(HELD_OF_CHUNK_BYTES);
  return made;
}

/** @param {Uint8Array} bytes Each 4 KiB of them is written to. */
export function touch(bytes) {
  for (let at = 0; at < bytes.length; at += PAGE_BYTES) bytes[at] = 1;
}

/** When it runs as a thread, the memory stays as long as the thread. */
if (typeof workerData?.chunks === 'number') {
  const held = warmChunks(workerData.chunks);
  parentPort?.postMessage('warm');
  // With a listener, the thread stays until the process ends.
  parentPort?.on('message', () => held);
}
