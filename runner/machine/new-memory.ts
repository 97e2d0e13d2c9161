import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { availableBytes, COPIES_HELD } from './room.ts';
import { CHUNK_BYTES, PAGE_BYTES, touch, warmChunks } from './warm-chunks.mjs';

const TIMED_BYTES = 64 * 1024 ** 2;

/** The start of a browser takes several hundred MiB, and what is freed is not always the next to be used. */
const ENGINE_BYTES = 2 * 1024 ** 3;
/** Each chunk needs two of the 65,530 mappings that Linux allows a process, and more memory would take tens of seconds. */
const MOST_BYTES = 4 * 1024 ** 3;
/** At most this share of the available memory is used, so that nothing is swapped out. */
const MOST_SHARE = 1 / 4;

/** The time in microseconds to write to each 4 KiB of memory that no one has written to: 0.1 to 0.5 on most machines, 7 to 19 on some virtual ones. */
export function firstTouchUs(): number {
  const bytes = new Uint8Array(TIMED_BYTES);
  const startMs = performance.now();
  touch(bytes);
  const durationMs = performance.now() - startMs;
  return Number(((1000 * durationMs) / (TIMED_BYTES / PAGE_BYTES)).toPrecision(3));
}

/** Referenced, so that they are never collected. */
const held: ArrayBuffer[] = [];

/**
 * Warms the memory that engines will get, and keeps it warm until this process ends; on Linux only. A virtual machine may give free
 * memory back to its host within seconds, in blocks of 2 MiB (https://docs.kernel.org/mm/free_page_reporting.html), and the next
 * write to each 4 KiB of it takes five times as long. So this uses memory, frees it, and holds a bit of each MiB: no block of 2 MiB
 * is then free, and the system prefers small blocks. Half of it is warmed by another thread, as it takes seconds.
 * @param largestBytes The largest working set that will be measured.
 */
export async function warmMemory(largestBytes: number): Promise<void> {
  if (process.platform !== 'linux') return;
  const wantedBytes = Math.min(MOST_BYTES, ENGINE_BYTES + COPIES_HELD * largestBytes);
  const chunks = Math.floor(Math.min(wantedBytes, MOST_SHARE * availableBytes()) / CHUNK_BYTES);
  const own = Math.ceil(chunks / 2);
  const other = new Worker(new URL('./warm-chunks.mjs', import.meta.url), {
    workerData: { chunks: chunks - own },
    // It needs no loader of TypeScript.
    execArgv: [],
  });
  // The thread stays, but does not keep this process from ending.
  const isWarm = once(other, 'message').finally(() => other.unref());
  isWarm.catch(() => {});
  held.push(...warmChunks(own));
  await isWarm;
}
