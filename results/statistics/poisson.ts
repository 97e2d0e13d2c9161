import type { Interval } from './estimate.ts';
import { critical95, NORMAL_95 } from './student.ts';

/** Half of what a 95% interval leaves out. */
const TAIL = 0.025;
/** Beyond this count, an approximation differs by less than a thousandth, and the exact sum would be slow. */
const MOST_EXACT = 1_000;
/** Halvings of the search: the result is exact to many more digits than are shown. */
const HALVINGS = 60;

/**
 * The exact 95% interval of a mean number of events, from one count: F. Garwood, "Fiducial limits for the Poisson distribution",
 * Biometrika 28 (1936). It includes 0 only below a count of 1.
 */
export function poissonInterval95(count: number): Interval {
  if (count > MOST_EXACT) return approximateInterval(count);
  const most = 2 * count + 20;
  return {
    low: count < 1 ? 0 : search(0, most, (mean) => 1 - atMost(count - 1, mean) < TAIL),
    high: search(0, most, (mean) => atMost(count, mean) > TAIL),
  };
}

/** Byar's approximation: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987), section 2.3. */
function approximateInterval(count: number): Interval {
  const bound = (events: number, z: number) =>
    events * (1 - 1 / (9 * events) + z / (3 * Math.sqrt(events))) ** 3;
  return { low: bound(count, -NORMAL_95), high: bound(count + 1, NORMAL_95) };
}

/** Counts of several launches, each with the number of round trips in which they happened. */
export interface Count {
  readonly events: number;
  readonly roundTrips: number;
}

/**
 * The 95% interval of events per round trip. Where the launches differ more than Poisson counts would, the interval is wider by
 * the square root of that dispersion (McCullagh and Nelder, Generalized Linear Models, 1989, section 6.2.3). The dispersion of few
 * launches is itself uncertain, so what is beyond that of Poisson counts has Student's factor in place of the normal's.
 */
export function rateInterval95(counts: readonly Count[]): Interval {
  const events = counts.reduce((sum, count) => sum + count.events, 0);
  const roundTrips = counts.reduce((sum, count) => sum + count.roundTrips, 0);
  const dispersion = dispersionOf(counts, events / roundTrips);
  const { low, high } = poissonInterval95(events / dispersion);
  return { low: (low * dispersion) / roundTrips, high: (high * dispersion) / roundTrips };
}

/** From Pearson's: 1 for Poisson counts. Never less, as few launches may be alike by chance. */
function dispersionOf(counts: readonly Count[], rate: number): number {
  if (counts.length < 2 || rate === 0) return 1;
  const chiSquared = counts.reduce((sum, { events, roundTrips }) => {
    const expected = rate * roundTrips;
    return sum + (events - expected) ** 2 / expected;
  }, 0);
  const degrees = counts.length - 1;
  return 1 + Math.max(0, chiSquared / degrees - 1) * (critical95(degrees) / NORMAL_95) ** 2;
}

/** The probability of at most N events; for a fraction of an event, interpolated between whole numbers. */
function atMost(count: number, mean: number): number {
  const whole = Math.floor(count);
  if (mean === 0) return 1;
  let logOfWhole = -mean;
  for (let events = 1; events <= whole; events++) logOfWhole += Math.log(mean / events);
  // From the largest term down, relative to it: the first terms of a large count are too small for a number.
  let term = 1;
  let sum = 1;
  for (let events = whole; events > 0; events--) {
    term *= events / mean;
    sum += term;
  }
  const next = mean / (whole + 1);
  return Math.min(1, Math.exp(logOfWhole) * (sum + (count - whole) * next));
}

/** The largest mean at which the condition still holds, if it holds for all smaller ones. */
function search(from: number, to: number, holds: (mean: number) => boolean): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
