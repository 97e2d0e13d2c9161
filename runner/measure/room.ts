import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { formatSize } from '../../results/schema/sizes.ts';
import { LARGE_FROM_BYTES } from '../../suites/plan/schedule.ts';

/** A clone's round trip holds the working set here, in flight, there, and on its way back; and the engine is no saint. */
const COPIES_HELD = 5;

/** What a system other than Linux calls available leaves out what it would give back at once; it has no group's limit either. */
const SHARE_OF_ALL = 0.5;

function availableBytes(): number {
  const known = process.availableMemory();
  return process.platform === 'linux' ? known : Math.max(known, SHARE_OF_ALL * totalmem());
}

/**
 * Why a size cannot be measured without driving the machine to swap, or this process's group over its limit; `undefined`
 * where there is room. What small sizes take nobody notices.
 */
export function lackOfRoom(sizeBytes: number): string | undefined {
  if (sizeBytes < LARGE_FROM_BYTES) return undefined;
  const neededBytes = COPIES_HELD * sizeBytes;
  const roomBytes = availableBytes();
  return neededBytes <= roomBytes
    ? undefined
    : `out of memory: it may take ${formatSize(neededBytes, ' ', 2)}, and ${formatSize(roomBytes, ' ', 2)} is available`;
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
