import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { exampleResults } from '../testing/example.ts';
import { cellSchema } from './cell.ts';
import { nameSchema } from './field.ts';
import { jsonSchemaText } from './json-schema.ts';
import { resultsSchema } from './results.ts';

test('schema.json matches the schema in results/schema/: npm run schema updates it', async () => {
  expect(await readFile(join(import.meta.dirname, '../schema.json'), 'utf8')).toBe(jsonSchemaText());
});

test('the schema is closed, and a number is a number', () => {
  const results = exampleResults();
  const spoilt: [string, unknown][] = [
    ['an unknown key', { ...results, extra: 1 }],
    ['another version', { ...results, schemaVersion: results.schemaVersion + 1 }],
    ['an unknown status', { ...results, cells: [{ ...results.cells[0], status: 'fine' }] }],
    ['a measured cell without samples', { ...results, cells: [{ ...results.cells[0], launches: [] }] }],
    [
      'a time that is no number',
      { ...results, launches: [{ ...results.launches[0], durationMs: Number.NaN }] },
    ],
  ];
  expect(resultsSchema.safeParse(results).success).toBe(true);
  for (const [what, value] of spoilt) expect(resultsSchema.safeParse(value).success, what).toBe(false);
});

test('a cell without a figure has a reason', () => {
  const [cell] = exampleResults().cells;
  if (!cell) throw new Error('the example has cells');
  const { engine, suite, transport, parameter, sizeBytes } = cell;
  const failed = { engine, suite, transport, parameter, sizeBytes, status: 'failed' };
  expect(cellSchema.safeParse({ ...failed, reason: 'it ended' }).success).toBe(true);
  expect(cellSchema.safeParse({ ...failed, reason: '' }).success).toBe(false);
  expect(cellSchema.safeParse(failed).success).toBe(false);
});

test('a name cannot be markup', () => {
  for (const name of ['<b>', 'a b', 'a"', 'A', ''])
    expect(nameSchema.safeParse(name).success, name).toBe(false);
  expect(nameSchema.safeParse('share-32').success).toBe(true);
});
