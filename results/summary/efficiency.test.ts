import { expect, test } from 'playwright/test';
import { exampleResults } from '../testing/example.ts';
import { efficiencyOf, formatEfficiency } from './efficiency.ts';

test('the time of launches is split into parts that add up, also for resumed runs and shards', () => {
  const results = exampleResults();
  const { launchesMs, timedMs, warmupMs, startUpMs, watchedMs, waitingMs } = efficiencyOf(results);
  // A launch of 1,234.5 ms and a pass of 500 ms; four cells of 2 ms, each with 1 ms of warm-up.
  expect(launchesMs).toBe(1734.5);
  expect({ timedMs, warmupMs, startUpMs, watchedMs }).toEqual({
    timedMs: 8,
    warmupMs: 4,
    startUpMs: 50,
    watchedMs: 500,
  });
  expect(timedMs + warmupMs + startUpMs + watchedMs + waitingMs).toBe(launchesMs);
  // Resumed a day later.
  const resumed = { ...results, endedAt: '2026-01-03T03:05:00.000Z' };
  expect(efficiencyOf(resumed)).toEqual(efficiencyOf(results));
  expect(formatEfficiency(efficiencyOf(results))).toMatch(
    /^2 s in launches: 0% inside timed blocks, 0% warm-up, 3% starting engines, 29% watching .*, 68% overhead \(page loads, checks, ending engines\)$/,
  );
  expect(formatEfficiency(efficiencyOf({ ...results, launches: [], passes: [] }))).toBe(
    'no launch was completed',
  );
});
