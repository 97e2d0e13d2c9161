import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { cellsCsv } from './cells-csv.ts';

const summary = summarize(exampleResults());

test('CSV has every cell, with the reason if there is no figure', () => {
  const lines = cellsCsv(summary).trim().split('\r\n');
  expect(lines).toHaveLength(1 + summary.cells.length);
  expect(lines.find((line) => line.includes('unsupported'))).toBe(
    'node,round-trip,share,,1048576,unsupported,,,,,,,a shared memory cannot be posted',
  );
});

test('CSV has the bytes that arrived, where they were counted', () => {
  const cell = (transport: string, movedBytes: number | null) => ({
    ...simulatedSummary(transport, 1024, [[1]]),
    movedBytes,
  });
  const cells = [cell('view-of-large', 2 * 1024 ** 2), cell('clone', null)];
  const [head, counted, uncounted] = cellsCsv({ ...summary, cells }).split('\r\n');
  expect(head).toMatch(/,launches,samples,movedBytes,reason$/);
  expect(counted).toMatch(/,1,1,2097152,$/);
  expect(uncounted).toMatch(/,1,1,,$/);
});
