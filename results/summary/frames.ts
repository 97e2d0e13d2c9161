import type { MeasuredCell } from '../schema/cell.ts';

/** Samples later than they were due, of so many. */
export interface LateFrames {
  readonly late: number;
  readonly frames: number;
}

/** How many of a cell's samples, each the latency of a frame, are later than the next frame was due. */
export function lateFrames({ launches }: MeasuredCell, hertz: number): LateFrames {
  const samplesMs = launches.flatMap((launch) => launch.samplesMs);
  return { late: samplesMs.filter((sampleMs) => sampleMs > 1000 / hertz).length, frames: samplesMs.length };
}
