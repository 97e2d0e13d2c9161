import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { uniform } from '../testing/simulated.ts';
import { estimate, mean, relativeMargin } from './estimate.ts';

/** Of the ratios of a size to its clone, in one launch: how far each is from the mean of its launches, in logarithms. */
type Launch = readonly number[];

/**
 * Real launches are not normal, and the ratios of a launch are not independent. `residuals.json` has those of a run of six engines
 * on a virtual machine with 2 cores, by class and size, corrected for the few launches of a size.
 */
const { classes } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../testing/residuals.json'), 'utf8'),
) as { readonly classes: Readonly<Record<string, readonly (readonly Launch[])[]>> };

const DATA_SETS = 20_000;
const { leastLaunches, mostLaunches, targetMargin } = PROFILES.default.sampling;

/** The share of simulated ratios whose interval contains the truth, if launches are drawn until `isEnough` of all ratios of a size. */
function coverage(
  sizes: readonly (readonly Launch[])[],
  isEnough: (ratios: readonly (readonly number[])[]) => boolean,
): number {
  const pool = sizes.flat();
  const truths = (pool[0] ?? []).map((_, at) => Math.exp(mean(pool.map((launch) => launch[at] ?? 0))));
  let covered = 0;
  for (let dataSet = 0; dataSet < DATA_SETS; dataSet++) {
    const ratios = truths.map((): number[] => []);
    do {
      const launch = pool[Math.floor(uniform() * pool.length)] ?? [];
      for (const [at, ratio] of ratios.entries()) ratio.push(Math.exp(launch[at] ?? 0));
    } while (!isEnough(ratios));
    for (const [at, ratio] of ratios.entries()) {
      const { interval } = estimate(ratio);
      const truth = truths[at] ?? 0;
      if (interval && interval.low <= truth && truth <= interval.high) covered++;
    }
  }
  return covered / (DATA_SETS * truths.length);
}

function mostVariableQuarter(sizes: readonly (readonly Launch[])[]): readonly (readonly Launch[])[] {
  const variance = (launches: readonly Launch[]) => mean(launches.flat().map((residual) => residual ** 2));
  return sizes.toSorted((a, b) => variance(b) - variance(a)).slice(0, Math.ceil(sizes.length / 4));
}

for (const [name, sizes] of Object.entries(classes)) {
  for (const count of [3, 5, 10]) {
    test(`${name}: with ${count} launches, a 95% interval covers at least 93% of measured ratios, and 87% in the most variable quarter`, () => {
      const isEnough = ([ratio]: readonly (readonly number[])[]) => ratio?.length === count;
      expect(coverage(sizes, isEnough)).toBeGreaterThan(0.93);
      expect(coverage(mostVariableQuarter(sizes), isEnough)).toBeGreaterThan(0.87);
    });
  }

  test(`${name}: it covers at least 93% if launches are added until all ratios of a size are within ±10%`, () => {
    const isEnough = (ratios: readonly (readonly number[])[]) => {
      const launches = ratios[0]?.length ?? 0;
      if (launches < leastLaunches) return false;
      return (
        launches === mostLaunches || ratios.every((ratio) => relativeMargin(estimate(ratio)) <= targetMargin)
      );
    };
    expect(coverage(sizes, isEnough)).toBeGreaterThan(0.93);
  });
}
