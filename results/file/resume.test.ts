import { expect, test } from 'playwright/test';
import { exampleResults } from '../testing/example.ts';
import { isWhole, keptOf } from './resume.ts';

test('of an unfinished run the suites that were watched to their end stand, and the others begin anew', () => {
  const results = exampleResults();
  expect(isWhole(results, 'node', 'round-trip')).toBe(true);
  expect(isWhole(results, 'bun', 'round-trip')).toBe(false);
  const begun = results.cells.map((cell) => ({ ...cell, engine: 'bun' as const }));
  const launches = results.launches.map((launch) => ({ ...launch, engine: 'bun' as const }));
  const kept = keptOf({
    ...results,
    outcome: 'interrupted',
    cells: [...results.cells, ...begun],
    launches: [...results.launches, ...launches],
  });
  expect(kept).toEqual({ ...results, outcome: 'unfinished', endedAt: null });
});
