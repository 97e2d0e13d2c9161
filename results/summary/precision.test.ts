import { expect, test } from 'playwright/test';
import { areSettled } from './precision.ts';

const TARGET = 0.1;
/** Ratios of 2, each with its half-width. */
const ratios = (...margins: readonly number[]) =>
  margins.map((margin) => ({ value: 2, interval: { low: 2 / (1 + margin), high: 2 * (1 + margin) } }));
const narrow = Array.from({ length: 6 }, () => 0.02);

test('a page is settled if at most one ratio in ten is wider than the target, and three in ten than 60% of it', () => {
  expect(areSettled(ratios(...narrow, 0.02, 0.08, 0.08, 0.08), TARGET)).toBe(true);
  expect(areSettled(ratios(...narrow, 0.08, 0.08, 0.08, 0.08), TARGET)).toBe(false);
  expect(areSettled(ratios(...narrow, 0.02, 0.02, 0.02, 0.3), TARGET)).toBe(true);
  expect(areSettled(ratios(...narrow, 0.02, 0.02, 0.3, 0.3), TARGET)).toBe(false);
});

test('a page with an undecided ratio is not settled', () => {
  const undecided = { value: 1.1, interval: { low: 0.9, high: 1.3 } };
  expect(areSettled([...ratios(...narrow, ...narrow), undecided], TARGET)).toBe(false);
});
