import { expect, test } from 'playwright/test';
import { wordsWhy } from '../../results/schema/field.ts';
import { describeError, Unsupported } from './errors.ts';

test('an error is described by its name and message, in words that a results file can have', () => {
  expect(describeError(new Error('too small'))).toBe('too small');
  expect(describeError(new TypeError('not a number'))).toBe('TypeError: not a number');
  expect(describeError(new RangeError())).toBe('RangeError');
  expect(describeError('thrown')).toBe('thrown');
  for (const empty of [new Error(), new Error(' '), '']) {
    expect(describeError(empty)).toBe('an error without a message');
  }
  for (const words of [
    describeError(new Error('x'.repeat(20_000))),
    new Unsupported('x'.repeat(20_000)).message,
  ]) {
    expect(wordsWhy.safeParse(words).success).toBe(true);
    expect(words).toMatch(/^x+ …$/);
  }
});
