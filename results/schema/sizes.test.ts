import { expect, test } from 'playwright/test';
import { exactSize, formatSize, parseSize, SIZES_BYTES } from './sizes.ts';

test('the sizes go from 1 KiB to 256 MiB in steps of 4', () => {
  expect(SIZES_BYTES).toHaveLength(10);
  expect(SIZES_BYTES[0]).toBe(1024);
  expect(SIZES_BYTES.at(-1)).toBe(256 * 1024 ** 2);
});

test('a size formatted for a flag parses to the same size', () => {
  for (const sizeBytes of SIZES_BYTES) expect(parseSize(formatSize(sizeBytes, ''))).toBe(sizeBytes);
});

test('the exact text of any size parses to the same size', () => {
  for (const sizeBytes of [64, 1008, 102_400, 1_048_592, 8_294_400, 3 * 1024 ** 2, 2 ** 32 - 16]) {
    expect(parseSize(exactSize(sizeBytes)), exactSize(sizeBytes)).toBe(sizeBytes);
  }
});

test('a text that is not a size is rejected', () => {
  for (const text of ['', '1', 'KiB', '1 kib', '-1KiB', '0KiB', '1.0001KiB', '1e3KiB', '99999999999GiB']) {
    expect(parseSize(text), text).toBeUndefined();
  }
});
