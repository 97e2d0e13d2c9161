import type { SuiteInfo } from '../schema/run.ts';
import { type Estimate, estimateOfSum } from '../statistics/estimate.ts';
import { launchPairs, ratioOf } from '../summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

/** The part of a round trip that is movement: its time minus the time of the same work done in place. */
export interface Movement {
  /** In milliseconds. It is negative if the work takes longer in place. */
  readonly ms: Estimate;
  /** Of the whole: 0.05 is 5%. */
  readonly share: Estimate;
}

/** `undefined` if the suite has no such work, or if no launch measured both the work and the cell. */
export function movementOf(
  cell: MeasuredSummary,
  { work, transports }: SuiteInfo,
  cells: readonly CellSummary[],
): Movement | undefined {
  if (transports.find(({ name }) => name === cell.transport)?.role !== 'transport') return undefined;
  const alone = cells.find(({ transport, sizeBytes }) => transport === work && sizeBytes === cell.sizeBytes);
  const ratio = ratioOf(alone, cell);
  if (alone?.status !== 'measured' || !ratio) return undefined;
  return {
    ms: estimateOfSum(launchPairs(cell, alone).map(([wholeMs, workMs]) => wholeMs - workMs)),
    share: {
      value: 1 - ratio.value,
      interval: ratio.interval && { low: 1 - ratio.interval.high, high: 1 - ratio.interval.low },
    },
  };
}
