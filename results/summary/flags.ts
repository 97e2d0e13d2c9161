import type { Estimate } from '../statistics/estimate.ts';
import { adjustedPs } from '../statistics/false-discovery.ts';
import type { RatioTest } from '../statistics/ratio-test.ts';
import type { CarryOver } from './carry-over.ts';
import type { MeasuredSummary, Summary } from './summary.ts';

/** A cell whose last rounds are slower or faster than its first. */
export interface Drift {
  readonly cell: MeasuredSummary;
  readonly test: RatioTest;
}

export interface Flags {
  readonly drifts: readonly Drift[];
  readonly carryOvers: readonly CarryOver[];
}

/**
 * The rate of false discoveries among all drifts of a run, and among all its carry-overs: half of 5% each, so that at most 1 run
 * in 20 has a flag of either kind by chance.
 */
const FALSE_DISCOVERY_RATE = 0.025;

/**
 * The flags of a run. The correction covers the whole run and not each engine, as readers look at the flags of a whole run: with
 * six engines, a rate of 1 in 20 for each would be 1 run in 4.
 */
export function flagsOf({ cells, carryOvers }: Pick<Summary, 'cells' | 'carryOvers'>): Flags {
  const drifts = cells.flatMap((cell) =>
    cell.status === 'measured' && cell.drift ? [{ cell, test: cell.drift }] : [],
  );
  return { drifts: flagged(drifts), carryOvers: flagged(carryOvers) };
}

/** A smaller effect is not worth a flag. With ×1.05, more than 1 unchanged run in 20 has a flag. */
const WORTH_SAYING = 1.1;

/** Whether the middle of a ratio's interval is far enough from 1. It does not test for chance. */
function isWorthSaying({ interval }: Estimate): boolean {
  if (!interval) return false;
  const middle = Math.sqrt(interval.low * interval.high);
  return Math.max(middle, 1 / middle) >= WORTH_SAYING;
}

/** The tests that are significant after correction and whose ratio is large enough. */
function flagged<Looked extends { readonly test: RatioTest }>(looked: readonly Looked[]): Looked[] {
  const ps = adjustedPs(looked.map(({ test }) => test.p));
  return looked.filter(
    ({ test }, at) => (ps[at] ?? 1) <= FALSE_DISCOVERY_RATE && isWorthSaying(test.estimate),
  );
}
