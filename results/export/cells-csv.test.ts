import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { cellsCsv } from './cells-csv.ts';

const summary = summarize(exampleResults());

test('CSV has every cell, with the reason if there is no figure', () => {
  const lines = cellsCsv(summary).trim().split('\r\n');
  expect(lines).toHaveLength(1 + summary.cells.length);
  expect(lines.find((line) => line.includes('unsupported'))).toBe(
    'node,round-trip,share,,1048576,unsupported,,,,,,a shared memory cannot be posted',
  );
});
