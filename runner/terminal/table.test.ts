import { expect, test } from 'playwright/test';
import type { Results } from '../../results/schema/results.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { exampleResults } from '../../results/testing/example.ts';
import { simulatedCell } from '../../results/testing/simulated.ts';
import { formatTables } from './table.ts';

const linesOf = (results: Results) => formatTables(summarize(results)).split('\n');
const rowOf = (lines: string[], start: string) =>
  lines
    .find((line) => line.includes(start))
    ?.split('│')
    .map((text) => text.trim());

test('a table has a row per size and a column per transport, and gives the reason of a missing number', () => {
  const lines = linesOf(exampleResults());
  expect(rowOf(lines, 'size')).toEqual(['', 'size', 'clone', 'share', '(ping)', '']);
  expect(rowOf(lines, '1 KiB')).toEqual(['', '1 KiB', '60.0 µs', '~ 40.0 µs', '30.0 µs', '']);
  expect(rowOf(lines, '1 MiB')).toEqual(['', '1 MiB', '3.00 ms', 'unsupported', 'not reached', '']);
  expect(lines).toContain('  unsupported: 1 MiB share: a shared memory cannot be posted');
  expect(lines).toContain('webkit: not measured: it is not here. Run: something');
});

test('a reason that several cells have is said once, with some of the cells', () => {
  const failed = (sizeBytes: number, reason: string) => ({
    ...({ engine: 'node', suite: 'round-trip', transport: 'share', parameter: null, sizeBytes } as const),
    ...({ status: 'failed', reason } as const),
  });
  const reasonsOf = (...sizesBytes: readonly number[]) =>
    linesOf({
      ...exampleResults(),
      cells: [...sizesBytes.map((sizeBytes) => failed(sizeBytes, 'it crashed')), failed(0, 'it hung')],
    }).filter((line) => line.startsWith('  failed: '));
  expect(reasonsOf(1024, 4096, 16_384, 65_536)).toEqual([
    '  failed: 1 KiB share, 4 KiB share, 16 KiB share and 64 KiB share: it crashed',
    '  failed: share: it hung',
  ]);
  expect(reasonsOf(1024, 4096, 16_384, 65_536, 262_144)[0]).toBe(
    '  failed: 1 KiB share, 4 KiB share, 16 KiB share and 2 others: it crashed',
  );
});

test('the fastest is marked as decided only if its ratio to the next is decided', () => {
  const cells = [
    simulatedCell('clone', 1024, [[2.0], [2.2], [1.9]]),
    simulatedCell('share', 1024, [[1.0], [1.1], [0.95]]),
    simulatedCell('clone', 1_048_576, [[1.0], [2.2], [1.9]]),
    simulatedCell('share', 1_048_576, [[1.1], [1.9], [0.95]]),
  ];
  const lines = linesOf({ ...exampleResults(), cells });
  expect(rowOf(lines, '1 KiB')?.[3]).toMatch(/^\* 1\.01 ms ±\d+%$/);
  expect(rowOf(lines, '1 MiB')?.[3]).toMatch(/^~ 1\.26 ms ±/);
  expect(lines).toContain('  share beats clone: undecided');
});

test('nothing is marked as the fastest beside a transport that is too short for the clock', () => {
  const saturated = { ...simulatedCell('share', 1024, [[1]]), status: 'saturated' as const };
  const { engine, suite, transport, parameter, sizeBytes, status } = saturated;
  const cells = [
    simulatedCell('clone', 1024, [[2.0], [2.2], [1.9]]),
    simulatedCell('share', 1_048_576, [[1.0], [1.1], [0.95]]),
    simulatedCell('clone', 1_048_576, [[4.0], [4.2], [3.9]]),
    { engine, suite, transport, parameter, sizeBytes, status, reason: 'too short for the clock' },
  ];
  const lines = linesOf({ ...exampleResults(), cells });
  expect(rowOf(lines, '1 KiB')?.slice(2, 4)).toEqual([expect.not.stringContaining('*'), 'saturated']);
  expect(rowOf(lines, '1 MiB')?.[3]).toMatch(/^\* /);
});

test('with several machines each engine has its own in the title, and times are not compared', () => {
  const results = exampleResults();
  const [host] = results.hosts;
  const [launch] = results.launches;
  if (!host || !launch) throw new Error('the example has both');
  const moved = { ...launch, launch: 1, host: 'host-b' };
  const lines = linesOf({
    ...results,
    hosts: [host, { ...host, id: 'host-b' }],
    launches: [...results.launches, moved],
    cells: [{ ...simulatedCell('clone', 1024, [[1], [2]]), engine: 'node' }],
  });
  expect(lines[0]).toMatch(/^Measured on 2 machines: node on host 1 .* and host 2 .*Times are not compared/);
});

test('transports that are not rivals have no fastest mark, and the title names their time', () => {
  const results = exampleResults();
  const [suite] = results.run.suites;
  if (!suite) throw new Error('the example has one');
  const figure = { id: 'set-up', title: 'set-up time', one: 'set-up', many: 'set-ups' };
  const transports = suite.transports.map((one) => ({
    ...one,
    sizesBytes: one.name === 'share' ? [1024] : null,
  }));
  const run = { ...results.run, suites: [{ ...suite, figure, areRivals: false, transports }] };
  const lines = linesOf({ ...results, run });
  expect(lines[0]).toBe(
    'node 20.0.0 (runner): round-trip, typical set-up time, 1 launch, threads on a core each',
  );
  expect(rowOf(lines, 'transport')).toEqual(['', 'transport', 'set-up time', '']);
  expect(rowOf(lines, 'clone, 1 KiB')).toEqual(['', 'clone, 1 KiB', '60.0 µs', '']);
  expect(rowOf(lines, 'share, 1 KiB')).toEqual(['', 'share, 1 KiB', '40.0 µs', '']);
  expect(rowOf(lines, 'share, 1 MiB')).toBeUndefined();
});
