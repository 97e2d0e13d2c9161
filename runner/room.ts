import { readFile } from 'node:fs/promises';
import { formatSize } from '../results/sizes.ts';
import { LARGE_FROM_BYTES } from '../suites/schedule.ts';

/** A clone's round trip holds the working set here, in flight, there, and on its way back; and the engine is no saint. */
const COPIES_HELD = 5;

/**
 * Why a size cannot be measured without driving the machine to swap, or this process's group over its limit; `undefined`
 * where there is room. What small sizes take nobody notices.
 */
export function lackOfRoom(
  sizeBytes: number,
  availableBytes = process.availableMemory(),
): string | undefined {
  if (sizeBytes < LARGE_FROM_BYTES) return undefined;
  const neededBytes = COPIES_HELD * sizeBytes;
  return neededBytes <= availableBytes
    ? undefined
    : `out of memory: it may take ${formatSize(neededBytes, ' ', 2)}, and ${formatSize(availableBytes, ' ', 2)} is available`;
}

/**
 * How many processes the system has ended for want of memory, its own or a group's, since it started; `null` where it does not
 * tell. https://docs.kernel.org/admin-guide/sysctl/vm.html
 */
export async function outOfMemoryKills(): Promise<number | null> {
  const text = await readFile('/proc/vmstat', 'utf8').catch(() => '');
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1];
  return count === undefined ? null : Number(count);
}
