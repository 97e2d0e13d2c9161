import { expect, test } from 'playwright/test';
import { Fold } from '../file/fold.ts';
import { breakEvens } from '../findings/break-even.ts';
import type { Entry } from '../schema/entry.ts';
import { type Results, resultsSchema } from '../schema/results.ts';
import { EXAMPLE_SETUP, exampleEntries } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { areOnOneHost, machineOf, machinesNote } from './hosts.ts';
import { summarize } from './summarize.ts';

/** The example's engine as another, on another machine. */
function elsewhere(entry: Entry): Entry {
  return JSON.parse(
    JSON.stringify(entry).replaceAll('"node"', '"bun"').replaceAll('host-a', 'host-b'),
  ) as Entry;
}

function merged(...shards: readonly (readonly Entry[])[]): Results {
  const fold = new Fold();
  for (const entry of shards.flat()) fold.add(entry);
  fold.add({ kind: 'ended', at: '2026-01-02T03:05:00.000Z', outcome: 'complete' });
  return resultsSchema.parse(fold.results());
}

test('a file from one machine has no note about machines', () => {
  const summary = summarize(merged(exampleEntries()));
  expect(areOnOneHost(summary.cells)).toBe(true);
  expect(machinesNote(summary)).toBeUndefined();
  expect(machineOf(summary, 'node')).toBeUndefined();
});

test('a file from two machines keeps both records, and has a note that their times are not compared', () => {
  const results = merged(exampleEntries(), exampleEntries().map(elsewhere));
  expect(results.hosts.map(({ id }) => id)).toEqual(['host-a', 'host-b']);
  const summary = summarize(results);
  expect(machinesNote(summary)).toMatch(
    /^Measured on 2 machines: node on host 1 .*; bun on host 2 .*\. Times are not compared between machines/,
  );
  expect(machineOf(summary, 'bun')).toMatch(/^host 2/);
});

test('findings that combine times of two suites are left out if the suites ran on two machines', () => {
  const SIZE_BYTES = 1_048_576;
  const cell = (suite: string, transport: string, ms: number, host: string) => ({
    ...simulatedSummary(transport, SIZE_BYTES, [[ms], [ms]]),
    suite,
    hosts: [host],
  });
  const cells = (setUpHost: string) => [
    cell('setup', 'allocate-shared', 7, setUpHost),
    cell('round-trip', 'copy-fresh', 2, 'host-a'),
    cell('round-trip', 'share-repost', 1, 'host-a'),
    cell('round-trip', 'clone', 3, 'host-a'),
    cell('round-trip', 'share', 1, 'host-a'),
  ];
  expect(breakEvens(EXAMPLE_SETUP, cells('host-a'))).toHaveLength(1);
  expect(breakEvens(EXAMPLE_SETUP, cells('host-b'))).toEqual([]);
});

test('parts of two runs, or two versions of an engine, cannot be one file', () => {
  const change = (from: string, to: string) => (entry: Entry) =>
    JSON.parse(JSON.stringify(entry).replaceAll(from, to)) as Entry;
  expect(() => merged(exampleEntries(), exampleEntries().map(change('"example"', '"another"')))).toThrow(
    'these parts belong to different runs, example and another',
  );
  expect(() => merged(exampleEntries(), exampleEntries().map(change('"20.0.0"', '"22.0.0"')))).toThrow(
    'two versions of node, 20.0.0 and 22.0.0',
  );
});

test('unknown machines count as different machines', () => {
  const nowhere = (entry: Entry): Entry =>
    entry.kind === 'launch' ? { ...entry, launch: { ...entry.launch, host: null } } : entry;
  const withoutHosts = exampleEntries().filter(({ kind }) => kind !== 'host');
  const summary = summarize(merged(withoutHosts.map(nowhere), withoutHosts.map(elsewhere).map(nowhere)));
  expect(areOnOneHost(summary.cells)).toBe(false);
  expect(machinesNote(summary)).toContain('node on an unknown machine; bun on an unknown machine');
});
