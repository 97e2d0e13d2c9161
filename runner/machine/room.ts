import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { UsageError } from '../../results/command-line/user-error.ts';
import { exactSize, formatSize } from '../../results/schema/sizes.ts';
import { LARGE_FROM_BYTES } from '../../suites/plan/schedule.ts';

/** A clone's round trip holds up to four copies: in the page, in the worker, and on the way there and back. One more is a reserve. */
export const COPIES_HELD = 5;

/** Systems other than Linux report reclaimable memory as used, so at least this share of the total counts as available. */
const RECLAIMABLE_SHARE = 0.5;

/** What this machine, or the control group of this process, can ever hold. */
function machineBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/** Why this machine can never measure a size; `undefined` if it can. */
export function whyTooLarge(sizeBytes: number, mostBytes = machineBytes()): string | undefined {
  const neededBytes = COPIES_HELD * sizeBytes;
  return neededBytes <= mostBytes
    ? undefined
    : `${exactSize(sizeBytes)} may need ${formatSize(neededBytes, ' ', 2)} of memory, and this machine has ${formatSize(mostBytes, ' ', 2)}`;
}

export function availableBytes(): number {
  const reported = process.availableMemory();
  return process.platform === 'linux' ? reported : Math.max(reported, RECLAIMABLE_SHARE * totalmem());
}

/**
 * Why a size cannot be measured without swapping, or without exceeding the limit of this process's control group; `undefined` if
 * there is enough memory. Small sizes are not checked.
 */
export function memoryShortage(sizeBytes: number): string | undefined {
  if (sizeBytes < LARGE_FROM_BYTES) return undefined;
  const neededBytes = COPIES_HELD * sizeBytes;
  const roomBytes = availableBytes();
  return neededBytes <= roomBytes
    ? undefined
    : `not enough memory: it may need ${formatSize(neededBytes, ' ', 2)}, and ${formatSize(roomBytes, ' ', 2)} is available`;
}

/** For a command that skips no size. @throws {UsageError} if there is not enough memory for one of them. */
export function checkRoom(sizesBytes: readonly number[]): void {
  const largest = Math.max(...sizesBytes);
  const reason = whyTooLarge(largest) ?? memoryShortage(largest);
  if (reason !== undefined) throw new UsageError(`--size: ${reason}; choose smaller sizes`);
}

/**
 * The number of processes that the system has killed since it started because memory ran out, in the whole system or in a control
 * group; `null` if the system does not report it. https://docs.kernel.org/admin-guide/sysctl/vm.html
 */
export async function outOfMemoryKills(): Promise<number | null> {
  const text = await readFile('/proc/vmstat', 'utf8').catch(() => '');
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1];
  return count === undefined ? null : Number(count);
}
