import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { summarize } from '../../results/summary/summarize.ts';
import type { Summary } from '../../results/summary/summary.ts';
import { simulatedResults } from '../../results/testing/simulated.ts';
import { discoverSuites } from '../../runner/serve/discovery.ts';
import { fragmentOf, sharedRunIn } from './share-link.ts';
import { type SharedRun, sharedRun, suitesOf, summaryOf } from './shared-run.ts';

const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

let known: SuiteInfo[];
let summary: Summary;
let shared: SharedRun;

test.beforeAll(async () => {
  known = (await discoverSuites()).map(({ measuredBy: _, anySizeUpToBytes: __, ...suite }) => suite);
  // The launches stand for the pages of a visit.
  summary = summarize(simulatedResults(known, ['node'], { launches: 5, samples: 4 }));
  shared = sharedRun(summary, USER_AGENT);
});

test('a link keeps every figure of a run to a thousandth', async () => {
  const opened = await sharedRunIn(await fragmentOf(shared));
  expect(opened).toBeDefined();
  if (!opened) return;
  const run = { ...summary.run, suites: suitesOf(opened, known) };
  const again = summaryOf(opened, run);
  expect(again.run).toEqual(summary.run);
  expect(again.engines).toMatchObject([{ engine: 'visit', version: 'Firefox 153.0' }]);
  expect(again.launches.map(({ suite }) => suite)).toEqual(known.map(({ name }) => name));
  expect(again.cells.length).toBe(summary.cells.length);
  for (const [at, cell] of again.cells.entries()) {
    const original = summary.cells[at];
    if (cell.status !== 'measured' || original?.status !== 'measured') throw new Error('a cell is missing');
    const { suite, transport, parameter, sizeBytes, samples, outliers } = original;
    expect(cell).toMatchObject({ suite, transport, parameter, sizeBytes, samples, outliers });
    expect(cell.launches.length).toBe(original.launches.length);
    for (const [index, { launch, valueMs }] of cell.launches.entries()) {
      const before = original.launches[index];
      expect(launch).toBe(before?.launch);
      expect(Math.abs(valueMs / (before?.valueMs ?? 0) - 1)).toBeLessThan(1e-3);
    }
  }
});

test('a link that is cut off, altered or too large is refused with the reason', async () => {
  const fragment = await fragmentOf(shared);
  const bomb = await fragmentOf({ ...shared, userAgent: ' '.repeat(50 * 1024 ** 2) });
  expect(bomb.length).toBeLessThan(1024 ** 2);
  const other = await fragmentOf({ ...shared, sharedVersion: 99 as never });
  const extra = await fragmentOf({ ...shared, more: 1 } as never);
  const endless = await fragmentOf({ ...shared, suites: [...shared.suites, ...shared.suites] });
  const cases = [
    [fragment.slice(0, -20), 'it is damaged or was cut off'],
    ['#run=%%%', 'it is damaged or was cut off'],
    ['#run=', 'it is damaged or was cut off'],
    [bomb, 'it is damaged or was cut off (unpacked, it has more than 1 MiB)'],
    [other, '$.sharedVersion: '],
    [extra, 'it is not a run of this version'],
    [endless, 'is already at [0]'],
  ] as const;
  for (const [link, words] of cases) await expect(sharedRunIn(link)).rejects.toThrow(words);
  expect(await sharedRunIn('#charts')).toBeUndefined();
  expect(await sharedRunIn('')).toBeUndefined();
});

test('a run of what this version does not have is refused, with the version that measured it', () => {
  const [first, ...rest] = shared.suites;
  if (!first) throw new Error('no suite');
  const [cell] = first.cells;
  if (!cell) throw new Error('no cell');
  const withSuite = (suite: SharedRun['suites'][number]) => ({ ...shared, suites: [suite, ...rest] });
  const cases = [
    [withSuite({ ...first, name: 'unheard-of' }), 'the suite unheard-of'],
    [withSuite({ ...first, sizesBytes: [3] }), '3 bytes in round-trip'],
    [withSuite({ ...first, cells: [{ ...cell, transport: 'carrier-pigeon' }] }), 'carrier-pigeon ('],
    [withSuite({ ...first, cells: [{ ...cell, parameter: 7 }] }), '(7, '],
    [withSuite({ ...first, cells: [{ ...cell, sizeBytes: 3 }] }), ', 3 bytes)'],
  ] as const;
  for (const [run, words] of cases) {
    expect(() => suitesOf(run, known)).toThrow(words);
    expect(() => suitesOf(run, known)).toThrow(`version ${shared.run.suiteVersion}`);
  }
  expect(suitesOf(shared, known)).toEqual(known);
});
