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
