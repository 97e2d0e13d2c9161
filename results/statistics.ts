import type { MeasuredCell } from './schema.ts';

/** The middle value; the mean of the two middle ones where their number is even. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** A launch is the unit of analysis: its value is the median of its samples, the cell's that of its launches. */
export function launchMediansMs(cell: MeasuredCell): number[] {
  return cell.launches.map(({ samplesMs }) => median(samplesMs));
}

export function cellMedianMs(cell: MeasuredCell): number {
  return median(launchMediansMs(cell));
}
