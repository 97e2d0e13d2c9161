import { expect, test } from 'playwright/test';
import { exampleResults } from './example.ts';
import type { MeasuredCell } from './schema.ts';
import { cellMedianMs, launchMediansMs, median } from './statistics.ts';

test('the median leaves its input alone', () => {
  const values = [3, 1, 2, 10];
  expect(median(values)).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
  expect(values).toEqual([3, 1, 2, 10]);
});

test('a launch counts once, however many samples it has', () => {
  const launch = { batch: 1, blocks: [{ startedMs: 0, after: null, warmupRoundTrips: 0, samples: 1 }] };
  const cell: MeasuredCell = {
    ...(exampleResults().cells[0] as MeasuredCell),
    launches: [
      { ...launch, launch: 0, samplesMs: [1] },
      { ...launch, launch: 1, samplesMs: [9, 9, 9, 9, 9] },
      { ...launch, launch: 2, samplesMs: [2, 3] },
    ],
  };
  expect(launchMediansMs(cell)).toEqual([1, 9, 2.5]);
  expect(cellMedianMs(cell)).toBe(2.5);
});
