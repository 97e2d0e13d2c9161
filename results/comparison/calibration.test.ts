import { expect, test } from 'playwright/test';
import { wilsonInterval } from './calibration.ts';

test('Wilson’s interval of a share: some, none, all, and no cells', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I.
  const close = ({ low, high }: { low: number; high: number }) =>
    [low, high].map((value) => value.toFixed(4));
  expect(close(wilsonInterval(81, 263))).toEqual(['0.2553', '0.3662']);
  expect(close(wilsonInterval(15, 148))).toEqual(['0.0624', '0.1605']);
  expect(close(wilsonInterval(0, 20))).toEqual(['0.0000', '0.1611']);
  expect(close(wilsonInterval(1, 29))).toEqual(['0.0061', '0.1718']);
  expect(wilsonInterval(20, 20).high).toBe(1);
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});
