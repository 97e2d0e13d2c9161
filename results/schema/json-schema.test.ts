import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { exampleResults } from '../testing/example.ts';
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
    ['a failure without a reason', { ...results, cells: [{ ...results.cells[0], status: 'failed' }] }],
    [
      'a markup name',
      { ...results, run: { ...results.run, suites: [{ ...results.run.suites[0], name: '<b>' }] } },
    ],
    [
      'a time that is no number',
      { ...results, launches: [{ ...results.launches[0], durationMs: Number.NaN }] },
    ],
  ];
  expect(resultsSchema.safeParse(results).success).toBe(true);
  for (const [what, value] of spoilt) expect(resultsSchema.safeParse(value).success, what).toBe(false);
});
