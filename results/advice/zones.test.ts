import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults, exampleTransport } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { suiteSentence } from './suite-sentence.ts';
import { zoneInWords, zonesOf } from './zones.ts';

const example = exampleResults().run.suites[0] as SuiteInfo;
const transfer = exampleTransport('transfer', { rank: 2, doing: 'Transferring', senderKeeps: false });
const suite: SuiteInfo = { ...example, transports: [...example.transports, transfer] };
const STEADY = [0.99, 1, 1.01];

/** Cells from the times of clone, transfer and share at each size; a list is one time for each launch. */
function cells(times: Readonly<Record<number, readonly [number, number, number | readonly number[]]>>) {
  return Object.entries(times).flatMap(([size, own]) =>
    ['clone', 'transfer', 'share'].map((transport, at) => {
      const time = own[at] ?? 1;
      const launches = typeof time === 'number' ? STEADY.map((factor) => time * factor) : time;
      return simulatedSummary(
        transport,
        Number(size),
        launches.map((ms) => [ms]),
      );
    }),
  );
}

test('sizes with the same answer are one zone, and each zone names the methods that no other beats', () => {
  const zones = zonesOf(
    suite,
    cells({
      1024: [1, 1, 1],
      4096: [1.04, 1, 1],
      16384: [4, 1, 1],
      65536: [16, 2, 1],
      262144: [64, 2, 1],
      1048576: [256, 2, [0.5, 2, 8]],
      4194304: [1, 1, [0.2, 1, 5]],
    }),
  );
  expect(zones.map((zone) => [zone.fromBytes, zone.toBytes, zone.kind, zoneInWords(zone, 'clone')])).toEqual([
    [1024, 4096, 'no difference', 'no difference'],
    [16384, 16384, 'equals', 'transfer or share'],
    [65536, 262144, 'one', 'share'],
    [1048576, 1048576, 'undecided', 'transfer or share'],
    [4194304, 4194304, 'undecided', 'undecided'],
  ]);
  expect(zones.at(-1)?.unbeaten).toEqual(['clone', 'transfer', 'share']);
});

test('of two methods that differ beyond doubt, one launch decides; of others it does not', () => {
  const one = (transport: string, ms: number) => simulatedSummary(transport, 1024, [[ms]]);
  const kindOf = (cloneMs: number) => zonesOf(suite, [one('clone', cloneMs), one('share', 1)])[0];
  expect(kindOf(100)).toMatchObject({ kind: 'one', unbeaten: ['share'] });
  expect(kindOf(2)).toMatchObject({ kind: 'undecided', unbeaten: ['clone', 'share'] });
});

test('a method that is too short for the clock may be the fastest', () => {
  const measured = cells({ 1024: [4, 1, 1] });
  const withSaturated = measured.map((cell) =>
    cell.transport === 'share' ? { ...cell, status: 'saturated' as const, reason: 'too short' } : cell,
  );
  expect(zonesOf(suite, withSaturated)).toMatchObject([
    { kind: 'undecided', unbeaten: ['transfer', 'share'] },
  ]);
});

test('a size at which only one method was measured has no zone', () => {
  expect(zonesOf(suite, [simulatedSummary('clone', 1024, [[1], [1]])])).toEqual([]);
});

test('a suite’s sentence groups the engines with the same answer, at one size', () => {
  const engines = [
    { release: 'Bun 1.4', cells: cells({ 1024: [1, 1, 1], 1048576: [4, 2, 1] }) },
    { release: 'Node 20', cells: cells({ 1048576: [4, 2, 1] }) },
    { release: 'Deno 2.9', cells: cells({ 1048576: [4, 2, [0.5, 2, 8]] }) },
    { release: 'Firefox 153', cells: cells({ 1048576: [4, 1, 1] }) },
    { release: 'WebKit 2.50', cells: [] },
  ];
  expect(suiteSentence(suite, engines)).toBe(
    'At 1 MiB: share is the fastest in Bun 1.4 and Node 20; share or transfer is the fastest (undecided which) in Deno 2.9; share and transfer are equally fast in Firefox 153.',
  );
  expect(suiteSentence({ ...suite, areRivals: false }, engines.slice(0, 1))).toMatch(
    /^At 1 MiB: clone 4\.00 ms \(Bun 1\.4\); share 1\.00 ms \(Bun 1\.4\); transfer 2\.00 ms/,
  );
  expect(suiteSentence(suite, [])).toBeUndefined();
});
