import { expect, test } from 'playwright/test';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { decidingRatios } from './precision.ts';
import { cellOf, rowsOf, whyNoCell } from './rows.ts';
import type { CellSummary } from './summary.ts';

const example = exampleResults().run.suites[0] as SuiteInfo;
const suite: SuiteInfo = {
  ...example,
  sizesBytes: [1024],
  parameter: { name: 'frames a second', values: [null, 60] },
};
const [clone, share, ping] = suite.transports as [TransportInfo, TransportInfo, TransportInfo];
const at = (transport: string, parameter: number | null, durationMs: number): CellSummary => ({
  ...simulatedSummary(transport, 1024, [[durationMs], [durationMs], [durationMs]]),
  parameter,
});
const cells = [at('clone', null, 1), at('clone', 60, 8), at('share', 60, 2), at('ping', null, 4)];

test('a row is a size and a value of the parameter; a transport that has no such cell has none, a control has its only one', () => {
  const rows = rowsOf(suite);
  expect(rows.map(({ title }) => title)).toEqual(['1 KiB', '1 KiB, 60 frames a second']);
  const [unbound, paced] = rows as [(typeof rows)[0], (typeof rows)[0]];
  expect(cellOf(cells, unbound, share)).toBeUndefined();
  expect(cellOf(cells, unbound, clone)?.parameter).toBeNull();
  expect(cellOf(cells, paced, clone)?.parameter).toBe(60);
  expect(cellOf(cells, paced, ping)).toBe(cells[3]);
  expect(whyNoCell(unbound, share)).toBe('not reached');
  expect(whyNoCell(unbound, { ...share, sizesBytes: [4096] })).toBe('not asked');
});

test('a ratio is to what was measured with the same value of the parameter, or to a control', () => {
  const ratios = decidingRatios(suite, cells).map(({ cell, to, estimate }) => [
    cell.transport,
    cell.parameter,
    to,
    estimate.value,
  ]);
  expect(ratios).toEqual([
    ['clone', null, 'ping', 0.25],
    ['clone', 60, 'ping', 2],
    ['share', 60, 'clone', 0.25],
    ['share', 60, 'ping', 0.5],
  ]);
});
