import type { EngineName } from '../schema/keys.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { holmPs } from '../statistics/family-wise-error.ts';
import { ratioTest } from '../statistics/ratio-test.ts';
import { launchRatios } from './cell-figures.ts';
import type { Summary } from './summary.ts';

/** An A/A comparison: the ratio of a twin to the transport that it repeats. */
export interface TwinRatio {
  readonly engine: EngineName;
  readonly suite: string;
  readonly sizeBytes: number;
  readonly estimate: Estimate;
  /** Whether the run finds a difference although there is none, after correction for the number of comparisons in the run. */
  readonly isDistinguishable: boolean;
}

/** The share of runs in which at least one comparison is distinguishable by chance. */
const FAMILY_WISE_RATE = 0.05;
export const TWIN_CHANCE = `chance alone makes some comparison distinguishable in 1 run of ${1 / FAMILY_WISE_RATE}`;

/** The A/A comparisons of a run. The correction covers the whole run, as a reader looks at all of it. */
export function twinRatios({ run, cells }: Pick<Summary, 'run' | 'cells'>): TwinRatio[] {
  const tested = run.suites.flatMap(({ name: suite, transports, baseline }) => {
    const names = transports.filter(({ role }) => role === 'twin').map(({ name }) => name);
    const own = cells.filter((cell) => cell.suite === suite);
    return own.flatMap((cell) => {
      if (!names.includes(cell.transport)) return [];
      const { engine, sizeBytes } = cell;
      const original = own.find(
        (one) => one.engine === engine && one.transport === baseline && one.sizeBytes === sizeBytes,
      );
      const ratios = launchRatios(cell, original);
      return ratios.length === 0 ? [] : [{ engine, suite, sizeBytes, ...ratioTest(ratios) }];
    });
  });
  const ps = holmPs(tested.map(({ p }) => p));
  return tested.map(({ p: _, ...twin }, at) => ({
    ...twin,
    isDistinguishable: (ps[at] ?? 1) <= FAMILY_WISE_RATE,
  }));
}

/** Half the width of an A/A interval, as a ratio: a measured difference of this size or more is outside the interval. */
export function leastSeen({ estimate: { interval } }: Pick<TwinRatio, 'estimate'>): number | null {
  return interval && Math.sqrt(interval.high / interval.low);
}
