import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { exampleEntries, exampleResults } from '../testing/example.ts';
import { efficiencyOf, formatEfficiency, wholePercents } from './efficiency.ts';

const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0);

test('the time of launches is split into parts that add up, also for resumed runs and shards', () => {
  const results = exampleResults();
  // A launch of 1,234.5 ms and a pass of 500 ms; four cells of 2 ms, each with 1 ms of warm-up.
  expect(efficiencyOf(results)).toEqual({
    launchesMs: 1734.5,
    timedMs: 8,
    warmupMs: 4,
    startUpMs: 50,
    watchedMs: 500,
    waitingMs: 1234.5 - 8 - 4 - 50,
  });
  // Resumed a day later.
  const resumed = { ...results, endedAt: '2026-01-03T03:05:00.000Z' };
  expect(efficiencyOf(resumed)).toEqual(efficiencyOf(results));
  expect(formatEfficiency(efficiencyOf(results))).toMatch(
    /^2 s in launches: 0% inside samples, 0% warm-up, 3% starting engines, 29% watching .*, 68% overhead \(page loads, checks, ending engines\)$/,
  );
  expect(formatEfficiency(efficiencyOf({ ...results, launches: [], passes: [] }))).toBe(
    'no launch was completed',
  );
});

test('what a lost launch measured before it was lost is left out, as the time that it took is unknown', () => {
  const lost = exampleResults(exampleEntries().filter(({ kind }) => kind !== 'launched'));
  expect(lost.cells.some(({ status }) => status === 'measured')).toBe(true);
  expect(efficiencyOf(lost)).toEqual({
    launchesMs: 500,
    timedMs: 0,
    warmupMs: 0,
    startUpMs: 0,
    watchedMs: 500,
    waitingMs: 0,
  });
});

test('a launch that is a little shorter on the clock of the runner than on that of the page has no overhead', () => {
  const entries = exampleEntries().map((entry) =>
    entry.kind === 'launched' ? { ...entry, durationMs: 61 } : entry,
  );
  expect(efficiencyOf(exampleResults(entries))).toMatchObject({ waitingMs: 0, launchesMs: 8 + 4 + 50 + 500 });
});

test('percentages are whole numbers that add up to 100, and each is within 1 of its share', () => {
  const parts = fc
    .array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 6 })
    .filter((values) => total(values) > 1e-6);
  fc.assert(
    fc.property(parts, (values) => {
      const percents = wholePercents(values);
      expect(total(percents)).toBe(100);
      for (const [at, percent] of percents.entries()) {
        expect(Number.isInteger(percent)).toBe(true);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(Math.abs(percent - (100 * (values[at] ?? 0)) / total(values))).toBeLessThan(1 + 1e-9);
      }
    }),
  );
});
