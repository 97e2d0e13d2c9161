import { expect, test } from 'playwright/test';
import { skipUnlessAll } from '../../runner/testing/slow.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import type { Run, SuiteInfo, TransportInfo } from '../schema/run.ts';
import { areSettled, keyRatios } from '../summary/precision.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, summaryOfLaunches } from '../testing/simulated.ts';

const example = exampleResults().run;
const [template] = example.suites[0]?.transports ?? [];
const one = (name: string, own: Partial<TransportInfo>) => ({ ...template, name, ...own }) as TransportInfo;
const SIZE_BYTES = 1_048_576;

/** The cells of a size of `round-trip`, and their true medians. */
const suite: SuiteInfo = {
  ...(example.suites[0] as SuiteInfo),
  sizesBytes: [SIZE_BYTES],
  transports: [
    one('clone', { role: 'transport', controls: ['ping', 'copy-fresh'] }),
    one('transfer', { role: 'transport', controls: ['ping'] }),
    one('share', { role: 'transport', controls: ['ping'] }),
    one('share-repost', { role: 'transport', controls: ['ping'] }),
    one('copy-fresh', { role: 'control', controls: [] }),
    one('ping', { role: 'control', controls: [] }),
  ],
};
const TRUE_MS: Readonly<Record<string, number>> = {
  clone: 1.4,
  transfer: 0.12,
  share: 0.1,
  'share-repost': 0.13,
  'copy-fresh': 0.3,
  ping: 0.09,
};

test.describe('a 95% interval covers 95% where launches are added by the rule of a run', () => {
  const DATA_SETS = 2_000;
  for (const profile of ['default', 'quick'] as const) {
    for (const spread of [0.03, 0.1, 0.2]) {
      test(`${profile}, launches that differ by ${spread}`, () => {
        // Small spreads end after the fewest launches in both profiles.
        skipUnlessAll(profile === 'quick' && spread < 0.2);
        const run: Run = { ...example, suites: [suite], sampling: PROFILES[profile].sampling };
        let covered = 0;
        let ratios = 0;
        for (let dataSet = 0; dataSet < DATA_SETS; dataSet++) {
          for (const { cell, to, estimate } of measured(run, spread)) {
            const trueRatio = (TRUE_MS[cell.transport] ?? 0) / (TRUE_MS[to] ?? 0);
            ratios++;
            const { interval } = estimate;
            if (interval && interval.low <= trueRatio && trueRatio <= interval.high) covered++;
          }
        }
        expect(ratios / DATA_SETS).toBe(3);
        expect(covered / ratios).toBeGreaterThan(0.93);
        expect(covered / ratios).toBeLessThan(0.97);
      });
    }
  }

  /** Adds launches by the rule of a run. */
  function measured(run: Run, spread: number) {
    const { leastLaunches, mostLaunches } = run.sampling;
    const launches = new Map(Object.keys(TRUE_MS).map((name) => [name, [] as number[]]));
    for (let count = 1; ; count++) {
      const machine = Math.exp(0.3 * normal());
      for (const [name, valuesMs] of launches) {
        valuesMs.push((TRUE_MS[name] ?? 0) * machine * Math.exp(spread * normal()));
      }
      if (count < leastLaunches) continue;
      const cells = [...launches].map(([name, valuesMs]) => summaryOfLaunches(name, SIZE_BYTES, valuesMs));
      const ratios = keyRatios(suite, cells);
      const estimates = ratios.map(({ estimate }) => estimate);
      if (count === mostLaunches || areSettled(estimates, run.sampling.targetMargin)) return ratios;
    }
  }
});
