import { expect, test } from 'playwright/test';
import { shuffler } from './shuffle.ts';

const ITEMS = ['clone', 'transfer', 'share'];

test('the same seed gives the same orders, and another seed gives others', () => {
  const orders = (seed: string) => {
    const shuffle = shuffler(seed);
    return Array.from({ length: 20 }, () => shuffle(ITEMS).join());
  };
  expect(orders('a')).toEqual(orders('a'));
  expect(orders('a')).not.toEqual(orders('b'));
});

test('over many cycles, every item comes first about equally often', () => {
  const shuffle = shuffler('fair');
  const cycles = 600;
  const first = Object.fromEntries(ITEMS.map((item) => [item, 0]));
  for (let cycle = 0; cycle < cycles; cycle++) {
    const [item = ''] = shuffle(ITEMS);
    first[item] = (first[item] ?? 0) + 1;
  }
  // Four standard deviations of a fair draw: with three counts, one seed in 5,000 would fail, and this seed is fixed.
  const fair = cycles / ITEMS.length;
  const tolerance = 4 * Math.sqrt(fair * (1 - 1 / ITEMS.length));
  for (const count of Object.values(first)) expect(Math.abs(count - fair)).toBeLessThan(tolerance);
});
