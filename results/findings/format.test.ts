import { expect, test } from 'playwright/test';
import { rateInterval95 } from '../statistics/poisson.ts';
import { formatCollections, formatDuration, formatHandOffs, formatMovement, formatRate } from './format.ts';

test('a duration has three digits and a suitable unit', () => {
  const cases: [number, string][] = [
    [1234, '1.23 s'],
    [999.96, '1.00 s'],
    [123.4, '123 ms'],
    [12.34, '12.3 ms'],
    [0.0999, '99.9 µs'],
    [0.001, '1.00 µs'],
    [0.0000254, '25.4 ns'],
    [0, '0.00 ns'],
  ];
  for (const [durationMs, text] of cases) expect(formatDuration(durationMs)).toBe(text);
});

test('a rate uses decimal units', () => {
  const cases: [number, string][] = [
    [1.234e10, '12.3 GB/s'],
    [9.999e8, '1.00 GB/s'],
    [1.5e6, '1.50 MB/s'],
    [20, '0.02 kB/s'],
  ];
  for (const [bytesPerSecond, text] of cases) expect(formatRate(bytesPerSecond)).toBe(text);
});

test('a share of movement that may be nothing is a limit, and one that may be anything is undecided', () => {
  const words = (value: number, low: number, high: number) =>
    formatMovement({ ms: { value: 2, interval: null }, share: { value, interval: { low, high } } });
  expect(words(0.93, 0.91, 0.94)).toBe('93% (91% to 94%), 2.00 ms');
  expect(words(-0.01, -0.96, 0.48)).toBe('at most 48%');
  expect(words(0.92, -1986, 0.999)).toBe('undecided');
});

test('collections in few round trips are a count, and no rate per 1,000 is derived from them', () => {
  const cases: [events: number, roundTrips: number, text: RegExp][] = [
    [12, 2, /^12 in 2 \([\d.]+ to [\d.]+ each\)$/],
    [0, 1, /^none in 1 \(at most [\d.]+ each\)$/],
    [2, 64, /^2 in 64 \([\d.]+ to [\d.]+ in 1,000\)$/],
    [0, 64, /^none in 64 \(at most [\d.]+ in 1,000\)$/],
    [31, 64, /^484 in 1,000 \(\d+ to \d+\)$/],
  ];
  for (const [events, roundTrips, text] of cases) {
    const interval = rateInterval95([{ events, roundTrips }]);
    expect(formatCollections({ events, roundTrips, interval, pauseMs: 0 })).toMatch(text);
  }
});

test('a number of hand-offs has two digits, and is never written with an exponent', () => {
  expect([0.234, 2.34, 99.4, 99.5, 1234].map(formatHandOffs)).toEqual(['0.23', '2.3', '99', '100', '1234']);
});
