import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { decisionOf, type Estimate, relativeMargin } from '../statistics/estimate.ts';
import { cellEstimateMs, ratioOf } from './cell-figures.ts';
import type { CellSummary } from './summary.ts';

/** The ratio of a transport to its suite's baseline, or to the control of its regime. */
export interface ComparedRatio {
  readonly cell: CellSummary;
  readonly to: string;
  readonly estimate: Estimate;
}

/**
 * The ratios for which launches are added, of the cells of one engine and suite: those to the baseline, as they answer the suite's
 * question. How a transport compares with a control explains a figure and decides nothing, unless there is no baseline.
 */
export function keyRatios(suite: SuiteInfo, cells: readonly CellSummary[]): ComparedRatio[] {
  const ratios = comparedRatios(suite, cells);
  const { transports, baseline } = suite;
  // A run may leave the baseline out.
  const hasBaseline = transports.some(({ name }) => name === baseline);
  return hasBaseline ? ratios.filter(({ to }) => to === baseline) : ratios;
}

/**
 * The ratios that are shown of the cells of one engine and suite. Each cell is compared with the cell of its own size and
 * parameter. Controls and twins are compared with nothing here: a control matters only for the transports compared with it, and a
 * twin is not part of the answer.
 */
export function comparedRatios(
  { transports, baseline }: SuiteInfo,
  cells: readonly CellSummary[],
): ComparedRatio[] {
  const controls = transports.filter(({ role }) => role !== 'transport').map(({ name }) => name);
  // A control that does not depend on the parameter is compared with every value of it.
  const isBeside = (cell: CellSummary, other: CellSummary) =>
    other.sizeBytes === cell.sizeBytes &&
    (other.parameter === cell.parameter || (other.parameter === null && controls.includes(other.transport)));
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
 * The control of a transport's regime: the slowest of the controls that bound the transport. A clone, for example, is bound by the
 * latency of its messages at small sizes and by copying at large sizes.
 */
function fittingControl({ controls }: TransportInfo, beside: readonly CellSummary[]): string | null {
  const [slowest] = beside
    .filter((cell) => cell.status === 'measured')
    .filter(({ transport }) => controls.includes(transport))
    .sort((a, b) => cellEstimateMs(b).value - cellEstimateMs(a).value);
  return slowest?.transport ?? null;
}

/** The larger a ratio, in either direction, the less its exact value matters: how many times the target margin it may have. */
const ALLOWANCES = [
  { from: 50, factor: 5 },
  { from: 5, factor: 2 },
  { from: 1, factor: 1 },
] as const;

/** From this ratio on, in either direction, the allowed margin is wider than the target. */
export const WIDER_FROM = ALLOWANCES[1].from;

/** Whether a key ratio is within the target margin of a run. */
export function isPrecise({ value, interval }: Estimate, targetMargin: number): boolean {
  const { factor } = ALLOWANCES.find(({ from }) => Math.max(value, 1 / value) >= from) ?? ALLOWANCES[2];
  return relativeMargin({ value, interval }) <= factor * targetMargin;
}

/** Whether a ratio is neither decided nor the same: more launches could decide it. */
export function isUndecided(estimate: Estimate): boolean {
  return decisionOf(estimate) === 'undecided';
}

/** How much wider an interval must exclude 1 before a size is measured no more. */
const RESERVE = 1.5;

/**
 * Whether a key ratio is undecided, or only just decided. A size that is measured again for one ratio alone would stop at the first of
 * many looks at which chance decides it: simulated, in 12 to 23% of all cases instead of 5%.
 */
export function isBarelyDecided({ value, interval }: Estimate): boolean {
  if (!interval) return true;
  const widened = {
    low: value * (interval.low / value) ** RESERVE,
    high: value * (interval.high / value) ** RESERVE,
  };
  return decisionOf({ value, interval }) !== 'the same' && isUndecided({ value, interval: widened });
}

/** Whether a key ratio is worth more launches: one that is the same as 1 is settled, however wide. */
export function isWanted(estimate: Estimate, targetMargin: number): boolean {
  const decision = decisionOf(estimate);
  return decision !== 'the same' && (decision === 'undecided' || !isPrecise(estimate, targetMargin));
}

/** A page has enough launches if at most this share of its key ratios is wider than this many times the target margin. */
const GOALS = [
  // One transport that is collected at one size would take the time of all.
  { share: 0.1, factor: 1 },
  // In Chromium all ratios of a page narrow alike: at the first goal its typical ratio was only just within the target.
  { share: 0.3, factor: 0.6 },
] as const;

/** Whether the key ratios of a page are worth no further launch. */
export function areSettled(estimates: readonly Estimate[], targetMargin: number): boolean {
  if (estimates.some(isUndecided)) return false;
  return GOALS.every(({ share, factor }) => {
    const open = estimates.filter((estimate) => isWanted(estimate, factor * targetMargin));
    return open.length <= share * estimates.length;
  });
}
