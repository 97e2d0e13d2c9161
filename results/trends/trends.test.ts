import { expect, test } from 'playwright/test';
import { simulatedHistory } from '../testing/simulated-history.ts';
import type { HistoryEntry } from './history.ts';
import { machineOf, trendsOf, versionChanges } from './trends.ts';

const DAYS = 365;
/** The changes in the year: starting on a day, a transport of an engine takes N times as long. */
const PLANTED = [
  { engine: 'chromium', transport: 'clone', day: 60, factor: 1.3 },
  { engine: 'firefox', transport: 'share', day: 120, factor: 1.2 },
  { engine: 'webkit', transport: 'transfer', day: 180, factor: 0.7 },
  { engine: 'node', transport: 'clone', day: 240, factor: 1.15 },
  { engine: 'deno', transport: 'share', day: 300, factor: 1.5 },
] as const;

test('the steps of a year are found in the ratios that they affect, with hardly any others', () => {
  const trends = trendsOf(simulatedHistory(DAYS, PLANTED));
  let found = 0;
  let asked = 0;
  let alarms = 0;
  for (const trend of trends) {
    const own = PLANTED.filter(
      ({ engine, transport }) => engine === trend.engine && [trend.above, trend.below].includes(transport),
    );
    asked += own.length;
    const isPlanted = ({ run }: { run: number }) => own.some(({ day }) => Math.abs(run - day) <= 10);
    found += own.filter(({ day }) => trend.steps.some(({ run }) => Math.abs(run - day) <= 10)).length;
    alarms += trend.steps.filter((step) => !isPlanted(step)).length;
  }
  console.log(
    `${found} of ${asked} touched ratios show their step; ${alarms} false ones in ${trends.length} ratios of ${DAYS} runs`,
  );
  expect(found / asked).toBeGreaterThan(0.95);
  expect(alarms / trends.length).toBeLessThan(0.1);
});

test('a step has the runs before and after it, and its size', () => {
  const trends = trendsOf(simulatedHistory(DAYS, PLANTED));
  const trend = trends.find(
    ({ engine, above, below, sizeBytes }) =>
      engine === 'deno' && above === 'transfer' && below === 'share' && sizeBytes === 1024 ** 2,
  );
  const [step] = trend?.steps ?? [];
  expect(Math.abs((step?.run ?? 0) - 300)).toBeLessThanOrEqual(5);
  expect(step?.after).toBe((step?.run ?? 0) - 1);
  expect(step?.ratio).toBeCloseTo(1 / 1.5, 1);
});

/** How many runs the trends have. */
const lengthsOf = (history: readonly HistoryEntry[]) =>
  new Set(trendsOf(history).map(({ points }) => points.length));

test('each machine has its own trends, and an engine’s new version is noted on each', () => {
  const [first, second] = simulatedHistory(2, []) as [HistoryEntry, HistoryEntry];
  const other = { ...second, hosts: second.hosts.map((host) => ({ ...host, cpu: 'another' })) };
  const updated = { ...second, engines: second.engines.map((one) => ({ ...one, version: '2' })) };
  expect(lengthsOf([first, other])).toEqual(new Set([1]));
  expect(versionChanges([first, other])).toEqual([]);
  expect(versionChanges([first, updated])[0]).toMatchObject({
    engine: 'chromium',
    run: 1,
    from: '1',
    to: '2',
  });
});

test('each engine of a merged run has its own machine, whatever the patch version of the system', () => {
  const merged = (patch: string): HistoryEntry => {
    const [entry] = simulatedHistory(1, []) as [HistoryEntry];
    return {
      ...entry,
      hosts: entry.engines.map(({ engine }, at) => ({
        id: `host-${engine}-${patch}`,
        os: `Linux 6.1.${patch}`,
        arch: 'x64',
        cpu: at % 2 === 0 ? 'a processor' : 'another',
        cores: 4,
      })),
      engines: entry.engines.map((one) => ({ ...one, host: `host-${one.engine}-${patch}` })),
    };
  };
  const [first, second] = [merged('1'), merged('2')];
  expect(machineOf(first, 'chromium')).toBe('Linux x64, a processor, 4 cores');
  expect(machineOf(first, 'firefox')).toBe('Linux x64, another, 4 cores');
  expect(lengthsOf([first, second])).toEqual(new Set([2]));
  const nowhere = { ...first, engines: first.engines.map((one) => ({ ...one, host: null })) };
  expect(machineOf(nowhere, 'chromium')).toBe('an unknown machine');
});

test('two visits may be of two devices, so they are not followed', () => {
  const [entry] = simulatedHistory(1, []) as [HistoryEntry];
  const visit: HistoryEntry = {
    ...entry,
    engines: [{ engine: 'visit', version: 'Chrome 156', host: null }],
    cells: entry.cells
      .filter(({ engine }) => engine === 'chromium')
      .map((cell) => ({ ...cell, engine: 'visit' })),
  };
  const updated = { ...visit, engines: visit.engines.map((one) => ({ ...one, version: 'Safari 18' })) };
  expect(trendsOf([visit, updated])).toEqual([]);
  expect(versionChanges([visit, updated])).toEqual([]);
});

test('the pairs are those of all runs: a run saved without pairs uses them, too, and a new pair needs no other change', () => {
  const [first, second] = simulatedHistory(2, []) as [HistoryEntry, HistoryEntry];
  expect(trendsOf([{ ...first, pairs: [] }])).toEqual([]);
  const pair = { suite: 'round-trip', above: 'copy-fresh', below: 'ping' };
  const trends = trendsOf([
    { ...first, pairs: [] },
    { ...second, pairs: [pair] },
  ]);
  expect(new Set(trends.map(({ above, below }) => `${above} ÷ ${below}`))).toEqual(
    new Set(['copy-fresh ÷ ping']),
  );
  for (const { points } of trends) expect(points.map(([run]) => run)).toEqual([0, 1]);
});
