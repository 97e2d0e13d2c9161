import type { SuiteInfo } from '../schema/run.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { holmPs } from '../statistics/family-wise-error.ts';
import { ratioTest } from '../statistics/ratio-test.ts';
import { launchRatios } from './cell-figures.ts';
import type { CellSummary } from './summary.ts';

/** An A/A comparison: the ratio of a twin to the transport that it repeats. */
export interface TwinRatio {
  readonly sizeBytes: number;
  readonly estimate: Estimate;
  /** Whether the run finds a difference although there is none, after correction for the number of sizes. */
  readonly isDistinguishable: boolean;
}

/** The share of engines and suites in which at least one size is distinguishable by chance. */
const FAMILY_WISE_RATE = 0.05;
export const TWIN_CHANCE = `chance alone makes some size distinguishable in 1 engine of ${1 / FAMILY_WISE_RATE}`;

/** The A/A comparisons of the cells of one engine and suite. */
export function twinRatios({ transports, baseline }: SuiteInfo, cells: readonly CellSummary[]): TwinRatio[] {
  const names = transports.filter(({ role }) => role === 'twin').map(({ name }) => name);
  const tested = cells.flatMap((cell) => {
    if (!names.includes(cell.transport)) return [];
    const original = cells.find((one) => one.transport === baseline && one.sizeBytes === cell.sizeBytes);
    const ratios = launchRatios(cell, original);
    return ratios.length === 0 ? [] : [{ sizeBytes: cell.sizeBytes, ...ratioTest(ratios) }];
  });
  const ps = holmPs(tested.map(({ p }) => p));
  return tested.map(({ sizeBytes, estimate }, at) => ({
    sizeBytes,
    estimate,
    isDistinguishable: (ps[at] ?? 1) <= FAMILY_WISE_RATE,
  }));
}
