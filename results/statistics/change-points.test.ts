import { expect, test } from 'playwright/test';
import { normal } from '../testing/simulated.ts';
import { changePoints } from './change-points.ts';

/** A level for each part of the series, with an occasional bad run. */
function series(levels: readonly [length: number, level: number][], spread: number): number[] {
  return levels.flatMap(([length, level]) =>
    Array.from({ length }, () => level * Math.exp(spread * normal()) * (Math.abs(normal()) > 2.6 ? 3 : 1)),
  );
}
const YEAR = 365;

test('fewer than 1 unchanged series in 20 has a step in a year of runs', () => {
  const SERIES = 400;
  let withSteps = 0;
  for (let at = 0; at < SERIES; at++) if (changePoints(series([[YEAR, 1]], 0.08)).length > 0) withSteps++;
  expect(withSteps / SERIES).toBeLessThan(0.05);
});

test('a step of 10% is found, within a few runs, in a series that scatters by as much', () => {
  const SERIES = 100;
  let found = 0;
  for (let at = 0; at < SERIES; at++) {
    const steps = changePoints(
      series(
        [
          [200, 1],
          [165, 1.1],
        ],
        0.08,
      ),
    );
    if (steps.some(({ index, ratio }) => Math.abs(index - 200) <= 10 && ratio > 1.05 && ratio < 1.15))
      found++;
  }
  expect(found / SERIES).toBeGreaterThan(0.9);
});

test('two steps are two, up and down, with their sizes', () => {
  const steps = changePoints(
    series(
      [
        [100, 1],
        [100, 1.5],
        [165, 0.75],
      ],
      0.05,
    ),
  );
  expect(steps.map(({ ratio }) => ratio.toFixed(1))).toEqual(['1.5', '0.5']);
});

test('a series that is short or does not scatter has no steps', () => {
  expect(changePoints([1, 2, 3])).toEqual([]);
  expect(changePoints(new Array<number>(50).fill(1))).toEqual([]);
});
