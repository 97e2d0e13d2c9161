import { expect, test } from 'playwright/test';
import { memoryShortage, whyTooLarge } from './room.ts';

const GIB = 1024 ** 3;

test('a size that the machine can never hold five times is refused, with what it needs and what there is', () => {
  expect(whyTooLarge(GIB, 4 * GIB)).toBe('1GiB may need 5 GiB of memory, and this machine has 4 GiB');
  expect(whyTooLarge(GIB, 5 * GIB)).toBeUndefined();
  expect(whyTooLarge(1024 * GIB)).toMatch(
    /^1024GiB may need 5100 GiB of memory, and this machine has [\d.]+ [GM]iB$/,
  );
});

test('a small size is never short of memory, and a size that does not fit now has a reason', () => {
  expect(memoryShortage(1024)).toBeUndefined();
  expect(memoryShortage(1024 * GIB)).toMatch(
    /^not enough memory: it may need 5100 GiB, and [\d.]+ [GM]iB is available$/,
  );
});
