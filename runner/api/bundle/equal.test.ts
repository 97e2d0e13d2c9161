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
  new Float64Array([1, 2]),
  new DataView(Uint8Array.of(1, 2).buffer),
  new DataView(Uint8Array.of(1, 3).buffer),
  new Error('a'),
  new Error('b'),
  new TypeError('a'),
  Object(1),
  Object('a'),
  cyclic(1),
  cyclic(2),
];

/** A parent that its child points to. */
function cyclic(value: number): object {
  const parent = { value, child: {} };
  parent.child = { parent };
  return parent;
}

test('a value is equal to its clone, and to no other value', () => {
  for (const [at, value] of VALUES.entries()) {
    for (const [other, clone] of structuredClone(VALUES).entries()) {
      expect(isEqual(value, clone), `${at} and ${other}`).toBe(at === other);
    }
  }
});

test('a large array is compared, and content that cannot be read is an error', () => {
  const large = new Float64Array(4 * 1024 ** 2).fill(1.5);
  const other = structuredClone(large);
  expect(isEqual(large, other)).toBe(true);
  other[other.length - 1] = 1;
  expect(isEqual(large, other)).toBe(false);
  expect(() => isEqual(new Blob(['a']), new Blob(['b']))).toThrow(
    'the payload has a Blob, whose content cannot be compared',
  );
});
