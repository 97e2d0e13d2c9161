import { expect, test } from 'playwright/test';
import { normal, uniform } from '../testing/simulated.ts';
import { type Count, poissonInterval95, rateInterval95 } from './poisson.ts';

test('the intervals of small counts are those of Garwood’s table', () => {
  for (const [count, low, high] of [
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [3, 0.619, 8.767],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
    [2000, 1913.3, 2089.6],
  ] as const) {
    const interval = poissonInterval95(count);
    expect(interval.low).toBeCloseTo(low, count > 500 ? 0 : 2);
    expect(interval.high).toBeCloseTo(high, count > 500 ? 0 : 2);
  }
});

/** Knuth's method. */
function poisson(mean: number): number {
  const limit = Math.exp(-mean);
  let events = -1;
  for (let product = 1; product > limit; product *= uniform()) events++;
  return events;
}

for (const { launches, spread, events } of [
  { launches: 1, spread: 0, events: 10 },
  { launches: 3, spread: 0, events: 10 },
  { launches: 3, spread: 0.5, events: 10 },
  { launches: 3, spread: 0.5, events: 100 },
  { launches: 8, spread: 0.5, events: 10 },
]) {
  test(`the interval of a rate covers it, from ${launches} launches with ${events} events whose rates differ by ${spread}`, () => {
    const [rate, roundTrips, runs] = [0.1, 10 * events, 2_000];
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const counts = Array.from({ length: launches }, (): Count => {
        const own = rate * Math.exp(spread * normal() - spread ** 2 / 2);
        return { events: poisson(own * roundTrips), roundTrips };
      });
      const { low, high } = rateInterval95(counts);
      if (low <= rate && rate <= high) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.9);
  });
}

test('no events is not a rate of 0: the interval says how many there may be', () => {
  expect(rateInterval95([{ events: 0, roundTrips: 8 }])).toEqual({ low: 0, high: expect.closeTo(0.461, 3) });
});
