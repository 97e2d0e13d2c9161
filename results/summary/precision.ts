import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { type Estimate, relativeMargin } from '../statistics/estimate.ts';
import { cellEstimateMs, ratioOf } from './cell-figures.ts';
import type { CellSummary, Summary } from './summary.ts';

/** A ratio that decides an answer: a transport to its suite's baseline, or to the control of its regime. */
export interface DecidingRatio {
  readonly cell: CellSummary;
  readonly to: string;
  readonly estimate: Estimate;
}

/**
 * The ratios that decide, of the cells of one engine and suite. Each is held against what was measured at its own size and
 * parameter. Controls and twins have none of their own: a control is only as good as what is held against it, and a twin
 * is no part of the answer.
 */
export function decidingRatios(
  { transports, baseline }: SuiteInfo,
  cells: readonly CellSummary[],
): DecidingRatio[] {
  const controls = transports.filter(({ role }) => role !== 'transport').map(({ name }) => name);
  // What a control took is held against every value of the parameter.
  const isBeside = (cell: CellSummary, other: CellSummary) =>
    other.sizeBytes === cell.sizeBytes &&
    (other.parameter === cell.parameter || controls.includes(other.transport));
  return cells.flatMap((cell) => {
    const transport = transports.find(({ name }) => name === cell.transport);
    if (transport?.role !== 'transport') return [];
    const beside = cells.filter((other) => isBeside(cell, other));
    const names = new Set([baseline, fittingControl(transport, beside)]);
    return [...names].flatMap((to) => {
      if (to === null || to === cell.transport) return [];
      const estimate = ratioOf(
        cell,
        beside.find((other) => other.transport === to),
      );
      return estimate ? [{ cell, to, estimate }] : [];
    });
  });
}

/**
 * The control of a transport's regime among the cells beside it: the slowest of those that bound it, as a clone is bound by
 * the latency of its messages where it is small and by copying where it is large.
 */
function fittingControl({ controls }: TransportInfo, beside: readonly CellSummary[]): string | null {
  const [slowest] = beside
    .filter((cell) => cell.status === 'measured')
    .filter(({ transport }) => controls.includes(transport))
    .sort((a, b) => cellEstimateMs(b).value - cellEstimateMs(a).value);
  return slowest?.transport ?? null;
}

/** The sizes of an engine and suite at which some deciding ratio is still wider than the run's target. */
export function wideSizesBytes({ run, cells }: Pick<Summary, 'run' | 'cells'>, suite: SuiteInfo): number[] {
  const wide = decidingRatios(suite, cells).filter(
    ({ estimate }) => relativeMargin(estimate) > run.sampling.targetMargin,
  );
  return suite.sizesBytes.filter((sizeBytes) => wide.some(({ cell }) => cell.sizeBytes === sizeBytes));
}
