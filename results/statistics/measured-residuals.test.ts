import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { areSettled } from '../summary/precision.ts';
import { uniform } from '../testing/simulated.ts';
import { estimate, mean } from './estimate.ts';

/** Of the ratios of a size to its clone, in one launch: how far each is from the mean of its launches, in logarithms. */
type Ratios = readonly number[];
/** The ratios of each size of a page, in one launch. */
type PageLaunch = readonly Ratios[];

/**
 * Real launches are not normal, and the ratios of a launch are not independent. `residuals.json` has those of a run of six engines
 * on a virtual machine with 2 cores, by engine and placement, corrected for their few launches.
 */
const { kinds } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../testing/residuals.json'), 'utf8'),
) as { readonly kinds: Readonly<Record<string, readonly (readonly PageLaunch[])[]>> };

/** The sizes of a page, by what takes most of their time. */
const CLASSES = { messages: { from: 0, to: 3 }, copies: { from: 3, to: 6 } } as const;

const DATA_SETS = 20_000;
const { leastLaunches, mostLaunches, targetMargin } = PROFILES.default.sampling;
/** So far from 1 that a ratio is decided, and not so far that the rule for adding launches lets it be wider. */
const TRUE_RATIO = 0.25;

/** The rule of a default run, for one page. */
function isEnoughForRun(ratios: readonly (readonly number[])[]): boolean {
  const launches = ratios[0]?.length ?? 0;
  if (launches < leastLaunches) return false;
  return launches === mostLaunches || areSettled(ratios.map(estimate), targetMargin);
}

function launchesOf(pages: readonly (readonly PageLaunch[])[]): Ratios[] {
  return pages.flatMap((launches) => launches.map((launch) => launch.flat()));
}

const ALL = { from: 0, to: Number.POSITIVE_INFINITY };

/** The share of simulated ratios, `watched` of them, whose interval contains the truth, if launches are drawn until `isEnough`. */
function coverage(
  pool: readonly Ratios[],
  isEnough: (ratios: readonly (readonly number[])[]) => boolean,
  { watched = ALL, trueRatio = TRUE_RATIO, dataSets = DATA_SETS } = {},
): number {
  const truths = (pool[0] ?? []).map(
    (_, at) => trueRatio * Math.exp(mean(pool.map((launch) => launch[at] ?? 0))),
  );
  let [covered, count] = [0, 0];
  for (let dataSet = 0; dataSet < dataSets; dataSet++) {
    const ratios = truths.map((): number[] => []);
    do {
      const launch = pool[Math.floor(uniform() * pool.length)] ?? [];
      for (const [at, ratio] of ratios.entries()) ratio.push(trueRatio * Math.exp(launch[at] ?? 0));
    } while (!isEnough(ratios));
    for (const [at, ratio] of ratios.entries()) {
      if (at < watched.from || at >= watched.to) continue;
      const { interval } = estimate(ratio);
      const truth = truths[at] ?? 0;
      count++;
      if (interval && interval.low <= truth && truth <= interval.high) covered++;
    }
  }
  return covered / count;
}

/** The launches of each size of a class, one list for each engine and placement. */
function sizesOf(
  pages: readonly (readonly PageLaunch[])[],
  { from, to }: { from: number; to: number },
): Ratios[][] {
  return pages.flatMap((launches) =>
    Array.from({ length: to - from }, (_, at) => launches.map((launch) => launch[from + at] ?? [])),
  );
}

/** @param residualsOf Those of an item that count. */
function mostVariableQuarter<Item>(
  items: readonly Item[],
  residualsOf: (item: Item) => readonly number[],
): readonly Item[] {
  const variance = (item: Item) => mean(residualsOf(item).map((residual) => residual ** 2));
  return items.toSorted((a, b) => variance(b) - variance(a)).slice(0, Math.ceil(items.length / 4));
}

for (const [kind, pages] of Object.entries(kinds)) {
  for (const [name, range] of Object.entries(CLASSES)) {
    const sizes = sizesOf(pages, range);
    for (const count of [3, 5, 10]) {
      test(`${kind}, ${name}: with ${count} launches, a 95% interval covers at least 93% of measured ratios, and 87% in the most variable quarter`, () => {
        const isEnough = ([ratio]: readonly (readonly number[])[]) => ratio?.length === count;
        expect(coverage(sizes.flat(), isEnough)).toBeGreaterThan(0.93);
        const variable = mostVariableQuarter(sizes, (launches) => launches.flat());
        expect(coverage(variable.flat(), isEnough)).toBeGreaterThan(0.87);
      });
    }

    const perSize = pages[0]?.[0]?.[0]?.length ?? 0;
    const watched = { from: range.from * perSize, to: range.to * perSize };

    test(`${kind}, ${name}: it covers at least 93% if launches are added by the rule of a run, and 90% on the most variable quarter of the pages`, () => {
      const variable = mostVariableQuarter(pages, (launches) =>
        launches.flatMap((launch) => launch.slice(range.from, range.to).flat()),
      );
      expect(coverage(launchesOf(pages), isEnoughForRun, { watched })).toBeGreaterThan(0.93);
      expect(coverage(launchesOf(variable), isEnoughForRun, { watched })).toBeGreaterThan(0.9);
    });

    for (const trueRatio of [1, 1.05]) {
      test(`${kind}, ${name}: it covers at least 93% by that rule where each look may decide by chance, as all ratios are ${trueRatio}`, () => {
        const found = coverage(launchesOf(pages), isEnoughForRun, { watched, trueRatio, dataSets: 2_000 });
        expect(found).toBeGreaterThan(0.93);
      });
    }
  }
}
