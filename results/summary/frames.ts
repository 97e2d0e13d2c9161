import type { MeasuredCell } from '../schema/cell.ts';

/** The number of late frames, and of all frames. */
export interface LateFrames {
  readonly late: number;
  readonly frames: number;
}

/** Counts the samples of a cell that are longer than the time between two frames. A sample is the latency of a frame. */
export function lateFrames({ launches }: MeasuredCell, hertz: number): LateFrames {
  const samplesMs = launches.flatMap((launch) => launch.samplesMs);
  return { late: samplesMs.filter((sampleMs) => sampleMs > 1000 / hertz).length, frames: samplesMs.length };
}
