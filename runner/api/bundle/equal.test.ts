import { expect, test } from 'playwright/test';
import { isEqual } from './equal.ts';

const VALUES: readonly unknown[] = [
  null,
  0,
  Number.NaN,
  'a',
  new Date(1),
  new Date(2),
  /a/,
  /a/g,
  [],
  [1],
  [1, 2],
  {},
  { a: 1 },
  { a: { b: [1] } },
  { a: { b: [2] } },
  new Map([['a', 1]]),
  new Map([['a', 2]]),
  new Set([1]),
  new Uint8Array([1, 2]),
  new Int8Array([1, 2]),
  Uint8Array.of(1, 3).buffer,
  Uint8Array.of(1, 2).buffer,
];

test('a value is equal to its clone, and to no other value', () => {
  for (const [at, value] of VALUES.entries()) {
    for (const [other, clone] of structuredClone(VALUES).entries()) {
      expect(isEqual(value, clone), `${at} and ${other}`).toBe(at === other);
    }
  }
});
