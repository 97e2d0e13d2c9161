import { expect, test } from 'playwright/test';
import { checkPattern, checkStamp, filledWords, writeStamp } from './stamp.ts';

const SIZE_BYTES = 4096;

test('a correct working set passes', () => {
  const words = filledWords(SIZE_BYTES);
  writeStamp(words, 2);
  expect(() => checkPattern(words, SIZE_BYTES, 2)).not.toThrow();
});

test('any changed byte is found, with its offset', () => {
  for (const offset of [4, 5, 1023, SIZE_BYTES - 5]) {
    const words = filledWords(SIZE_BYTES);
    writeStamp(words, 2);
    const bytes = new Uint8Array(words.buffer);
    bytes[offset] = ~(bytes[offset] ?? 0);
    expect(() => checkPattern(words, SIZE_BYTES, 2)).toThrow(
      `the byte at offset ${offset} of the working set`,
    );
  }
});

test('a stale stamp, a half-written one and a shorter working set are found', () => {
  const words = filledWords(SIZE_BYTES);
  writeStamp(words, 1);
  expect(() => checkStamp(words, 2)).toThrow('does not contain stamp 2');
  words[0] = 2;
  expect(() => checkStamp(words, 2)).toThrow('it has 2 at its start and 1 at its end');
  expect(() => checkPattern(words.slice(1), SIZE_BYTES, 2)).toThrow('4092 bytes, expected 4096');
});
