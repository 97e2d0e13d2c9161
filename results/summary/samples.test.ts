import { expect, test } from 'playwright/test';
import type { MeasuredCell } from '../schema/cell.ts';
import { exampleResults } from '../testing/example.ts';
import { lateFrames } from './samples.ts';

test('a frame is late if it is read after the next one was due', () => {
  const [cell] = exampleResults().cells as [MeasuredCell];
  const launches = [{ ...cell.launches[0], samplesMs: [1, 16.6, 16.7, 40] }] as MeasuredCell['launches'];
  expect(lateFrames({ ...cell, launches }, 60)).toEqual({ late: 2, frames: 4 });
});
