import { expect, test } from 'playwright/test';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { comparedRatios, keyRatios } from './precision.ts';
import { tableOf, whyNoCell } from './rows.ts';
import type { CellSummary } from './summary.ts';

const example = exampleResults().run.suites[0] as SuiteInfo;
const suite: SuiteInfo = {
  ...example,
  sizesBytes: [1024],
  parameter: { name: 'frames per second', kind: 'rate', values: [null, 60] },
};
const at = (transport: string, parameter: number | null, durationMs: number): CellSummary => ({
  ...simulatedSummary(transport, 1024, [[durationMs], [durationMs], [durationMs]]),
  parameter,
});
const cells = [at('clone', null, 1), at('clone', 60, 8), at('share', 60, 2), at('ping', null, 4)];

const wordsOf = (one: SuiteInfo, all: readonly CellSummary[]) =>
  tableOf(one, all).rows.map(({ title, places }) => [
    title,
    ...places.map((place) => (place.cell ? cells.indexOf(place.cell) : whyNoCell(place))),
  ]);

test('rivals have a row per size and parameter value; a place without a cell has the reason, and a control has its only cell', () => {
  expect(tableOf(suite, cells).columns.map(({ title }) => title)).toEqual(['clone', 'share', 'ping']);
  expect(wordsOf(suite, cells)).toEqual([
    ['1 KiB', 0, 'not reached', 3],
    ['1 KiB, latency at 60 frames per second', 1, 2, 3],
  ]);
  const [clone, share] = suite.transports as [TransportInfo, TransportInfo];
  const transports = [clone, { ...share, sizesBytes: [4096] }];
  expect(wordsOf({ ...suite, transports }, [])[0]).toEqual(['1 KiB', 'not reached', 'not requested']);
  const nothingMoved = { ...suite, sizesBytes: [0] };
  expect(tableOf(nothingMoved, []).rows.map(({ title }) => title)).toEqual([
    'any size',
    'latency at 60 frames per second',
  ]);
});

test('of messages in flight, each number is compared with as many empty messages', () => {
  const burst: SuiteInfo = { ...suite, parameter: { name: 'in flight', kind: 'in flight', values: [1, 8] } };
  const all = [at('clone', 1, 2), at('clone', 8, 9), at('ping', 1, 1), at('ping', 8, 3)];
  const rows = tableOf(burst, all).rows.map(({ places }) =>
    places.map(({ cell }) => cell && all.indexOf(cell)),
  );
  expect(rows).toEqual([
    [0, undefined, 2],
    [1, undefined, 3],
  ]);
  const ratios = comparedRatios(burst, all).map(({ to, estimate }) => [to, Math.round(estimate.value)]);
  expect(ratios).toEqual([
    ['ping', 2],
    ['ping', 3],
  ]);
});

test('a transport that is not a rival has a row for each of its sizes, and there is one column', () => {
  const [clone, share] = suite.transports as [TransportInfo, TransportInfo];
  const alone: SuiteInfo = {
    ...suite,
    areRivals: false,
    parameter: null,
    sizesBytes: [0, 1024],
    transports: [
      { ...clone, sizesBytes: [0] },
      { ...share, sizesBytes: [1024] },
    ],
  };
  expect(tableOf(alone, cells).columns).toEqual([{ title: 'round trip', isControl: false }]);
  expect(wordsOf(alone, [at('clone', null, 1)])).toEqual([
    ['clone', 'not reached'],
    ['share, 1 KiB', 'not reached'],
  ]);
});

test('a ratio is to a cell with the same value of the parameter, or to a control', () => {
  const ratios = comparedRatios(suite, cells).map(({ cell, to, estimate }) => [
    cell.transport,
    cell.parameter,
    to,
    Number(estimate.value.toPrecision(6)),
  ]);
  expect(ratios).toEqual([
    ['clone', null, 'ping', 0.25],
    ['clone', 60, 'ping', 2],
    ['share', 60, 'clone', 0.25],
    ['share', 60, 'ping', 0.5],
  ]);
});

test('launches are added for the ratios to the baseline; without a baseline, for those to controls', () => {
  const keys = (baseline: string | null) =>
    keyRatios({ ...suite, baseline }, cells).map(
      ({ cell, to }) => `${cell.transport} ${cell.parameter} ${to}`,
    );
  expect(keys('clone')).toEqual(['share 60 clone']);
  expect(keys(null)).toEqual(['clone null ping', 'clone 60 ping', 'share 60 ping']);
  // A run without the baseline.
  expect(keys('stream')).toEqual(keys(null));
});
