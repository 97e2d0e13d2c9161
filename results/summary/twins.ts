import type { SuiteInfo } from '../schema/run.ts';
import { type Estimate, isDecided } from '../statistics/estimate.ts';
import { ratioOf } from './cell-figures.ts';
import type { CellSummary } from './summary.ts';

/** An A/A comparison: a twin's ratio to what it is the twin of. */
export interface TwinRatio {
  readonly sizeBytes: number;
  readonly estimate: Estimate;
  /** Whether the run tells apart what does not differ: at the 95% level, 1 in 20 does by chance. */
  readonly toldApart: boolean;
}

/** The A/A comparisons of the cells of one engine and suite. */
export function twinRatios({ transports, baseline }: SuiteInfo, cells: readonly CellSummary[]): TwinRatio[] {
  const names = transports.filter(({ role }) => role === 'twin').map(({ name }) => name);
  return cells.flatMap((cell) => {
    if (!names.includes(cell.transport)) return [];
    const original = cells.find((one) => one.transport === baseline && one.sizeBytes === cell.sizeBytes);
    const estimate = ratioOf(cell, original);
    return estimate ? [{ sizeBytes: cell.sizeBytes, estimate, toldApart: isDecided(estimate) }] : [];
  });
}
