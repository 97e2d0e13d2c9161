import { expect, test } from 'playwright/test';
import type { Run, SuiteInfo, TransportInfo } from '../../results/schema/run.ts';
import { SIZES_BYTES } from '../../results/schema/sizes.ts';
import { exampleResults, exampleTransport } from '../../results/testing/example.ts';
import { schedule } from './schedule.ts';

const run: Run = { ...exampleResults().run, profile: 'default' };
const suite: SuiteInfo = { ...(run.suites[0] as SuiteInfo), sizesBytes: [...SIZES_BYTES] };
const key = { engine: 'node', suite, launch: 0 } as const;
const sizesOf = (pages: ReturnType<typeof schedule>) => pages.map(({ sizeBytes }) => sizeBytes);

test('the same run, engine and launch give the same schedule', () => {
  expect(schedule(run, key)).toEqual(schedule(run, key));
});

test('a different seed, launch or engine gives a different order of the same work', () => {
  const sorted = (pages: ReturnType<typeof schedule>) => sizesOf(pages).sort((a, b) => a - b);
  const others = [
    schedule({ ...run, seed: 2 }, key),
    schedule(run, { ...key, launch: 1 }),
    schedule(run, { ...key, engine: 'bun' }),
  ];
  for (const other of others) {
    expect(other).not.toEqual(schedule(run, key));
    expect(sorted(other)).toEqual([...SIZES_BYTES]);
  }
});

test('each page has every transport once, and a twin at its own sizes', () => {
  const twin: TransportInfo = { ...exampleTransport('twin'), role: 'twin', sizesBytes: [1024] };
  const transports = [...suite.transports, twin];
  for (const { blocks, sizeBytes } of schedule(run, { ...key, suite: { ...suite, transports } })) {
    const names = transports.map(({ name }) => name).filter((name) => name !== 'twin' || sizeBytes === 1024);
    expect(blocks.map(({ transport }) => transport).sort()).toEqual(names.sort());
  }
});

test('all values of a parameter are on one page, and the controls do not depend on it', () => {
  const varied: SuiteInfo = { ...suite, parameter: { name: 'workers', kind: 'count', values: [1, 4] } };
  for (const { blocks } of schedule(run, { ...key, suite: varied })) {
    const texts = blocks.map(({ transport, parameter }) => `${transport} ${parameter}`).sort();
    expect(texts).toEqual(['clone 1', 'clone 4', 'ping null', 'share 1', 'share 4']);
  }
});

test('over many launches, every transport comes first about equally often', () => {
  const launches = 600;
  const first = Object.fromEntries(suite.transports.map(({ name }) => [name, 0]));
  for (let launch = 0; launch < launches; launch++) {
    const name = schedule(run, { ...key, launch })[0]?.blocks[0]?.transport ?? '';
    first[name] = (first[name] ?? 0) + 1;
  }
  // Four standard deviations of a fair draw: with three counts, one seed in 5,000 would fail, and this seed is fixed.
  const fair = launches / suite.transports.length;
  const tolerance = 4 * Math.sqrt(fair * (1 - 1 / suite.transports.length));
  for (const count of Object.values(first)) expect(Math.abs(count - fair)).toBeLessThan(tolerance);
});
