import { expect, test } from 'playwright/test';
import { normal } from '../testing/simulated.ts';
import { componentsOf, contributionsOf, type Nested } from './components.ts';

const TRUE = { launch: 0.09, page: 0.04, worker: 0.02, round: 0.16 };

function simulated(launches: number, [pages, workers, rounds]: readonly [number, number, number]): Nested {
  const some = <Item>(count: number, make: () => Item) => Array.from({ length: count }, make);
  const draw = (variance: number) => Math.sqrt(variance) * normal();
  return some(launches, () => {
    const launch = draw(TRUE.launch);
    return some(pages, () => {
      const page = launch + draw(TRUE.page);
      return some(workers, () => {
        const worker = page + draw(TRUE.worker);
        return some(rounds, () => worker + draw(TRUE.round));
      });
    });
  });
}

test('each level’s variance is found, from many launches', () => {
  const found = componentsOf(simulated(4_000, [2, 2, 4]));
  for (const [level, variance] of Object.entries(TRUE)) {
    expect(found?.[level as keyof typeof TRUE], level).toBeGreaterThan(0.85 * variance);
    expect(found?.[level as keyof typeof TRUE], level).toBeLessThan(1.15 * variance);
  }
});

test('the contributions add up to the variance of the mean', () => {
  const [launches, shape] = [5, [2, 2, 4] as const];
  const means = Array.from({ length: 4_000 }, () => {
    const values = simulated(launches, shape).flat(3);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const variance = means.reduce((sum, value) => sum + value ** 2, 0) / means.length;
  const { launch, page, worker, round } = contributionsOf(TRUE, simulated(launches, shape));
  const sum = launch + page + worker + round;
  expect(variance / sum).toBeGreaterThan(0.93);
  expect(variance / sum).toBeLessThan(1.07);
});

test('what is not repeated belongs to the launches, and what is repeated does not', () => {
  for (const [shape, unknown] of [
    [[1, 2, 4], { page: null }],
    [[2, 1, 4], { worker: null }],
    [[1, 1, 4], { page: null, worker: null }],
    [[1, 1, 1], { page: null, worker: null, round: null }],
  ] as const) {
    const found = componentsOf(simulated(4_000, shape));
    expect(found, `${shape}`).toMatchObject(unknown);
    // With two pages of one worker each, what the workers add is between the pages.
    const merged = { ...TRUE, ...('page' in unknown ? {} : { page: TRUE.page + TRUE.worker }), ...unknown };
    const launch =
      TRUE.launch +
      (merged.page === null ? TRUE.page : 0) +
      (merged.page === null && merged.worker === null ? TRUE.worker : 0) +
      (merged.round === null ? TRUE.round : 0);
    expect((found?.launch ?? 0) / launch, `${shape}`).toBeGreaterThan(0.85);
    expect((found?.launch ?? 0) / launch, `${shape}`).toBeLessThan(1.15);
  }
});

test('with one launch there are no components', () => {
  expect(componentsOf(simulated(1, [2, 2, 4]))).toBeUndefined();
});
