import { expect, test } from 'playwright/test';
import { normal, simulatedSummary } from '../testing/simulated.ts';
import { levelsOf } from './levels.ts';

test('launches at two levels have both levels, in any order', () => {
  const cell = simulatedSummary(
    'ping',
    1024,
    [0.09, 0.03, 0.095, 0.031, 0.1].map((value) => [value]),
  );
  expect(levelsOf(cell)).toEqual({ lowMs: expect.closeTo(0.0305), highMs: expect.closeTo(0.095) });
  const apart = (factor: number) => simulatedSummary('ping', 1024, [[1], [1], [factor], [factor]]);
  expect(levelsOf(apart(1.4))).toBeUndefined();
  expect(levelsOf(apart(1.6))).toEqual({ lowMs: 1, highMs: expect.closeTo(1.6) });
});

test('launches that only scatter are one group', () => {
  for (const count of [3, 5, 10, 20]) {
    const found = Array.from({ length: 2000 }, () =>
      levelsOf(
        simulatedSummary(
          'ping',
          1024,
          Array.from({ length: count }, () => [0.1 * Math.exp(0.2 * normal())]),
        ),
      ),
    );
    const share = found.filter((one) => one !== undefined).length / found.length;
    expect(share, `${count} launches`).toBeLessThan(0.02);
  }
  expect(levelsOf(simulatedSummary('ping', 1024, [[1], [1.1], [9]]))).toBeUndefined();
});
