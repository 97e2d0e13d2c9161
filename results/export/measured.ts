import type { SuiteInfo } from '../schema/run.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { cellEstimateMs } from '../summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary, Summary } from '../summary/summary.ts';

/** A cell with a figure. */
export interface Measured {
  readonly cell: MeasuredSummary;
  readonly suite: SuiteInfo;
  readonly estimate: Estimate;
}

/** The cells with a figure. Most formats have no place for the reason of the others. */
export function measured({ cells, run }: Summary): Measured[] {
  return cells.flatMap((cell) => {
    const suite = run.suites.find(({ name }) => name === cell.suite);
    return cell.status === 'measured' && suite ? [{ cell, suite, estimate: cellEstimateMs(cell) }] : [];
  });
}

/** `"round-trip/clone/1024/chromium"`; with the suite's parameter `"pool/share/1024/4/chromium"`. */
export function nameOf({ engine, suite, transport, parameter, sizeBytes }: CellSummary): string {
  return [suite, transport, sizeBytes, ...(parameter === null ? [] : [parameter]), engine].join('/');
}
