import { median } from './estimate.ts';

/** A step in a series: the level changes at this value. */
export interface ChangePoint {
  readonly index: number;
  /** The level after the step ÷ the level before. */
  readonly ratio: number;
}

/** The fewest values on each side of a step; with fewer, outliers would count as levels. */
const LEAST_LENGTH = 5;
/** The fewest values in which a step can be found. */
export const LEAST_VALUES = 2 * LEAST_LENGTH;
/** Smaller steps may be real, but are not important. */
const LEAST_RATIO = 1.05;
/** The penalty of a step, in variances per logarithm of the series' length. */
const PENALTY = 4;
/** The standard deviation of normal values ÷ their median absolute deviation. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * The steps of a series of positive values, by optimal partitioning: B. Jackson et al., "An algorithm for optimal partitioning of
 * data on an interval", IEEE Signal Processing Letters 12 (2005), with the squared error of the logarithms as the cost of a
 * piece. Advisory: the steps are places to look at.
 */
export function changePoints(values: readonly number[]): ChangePoint[] {
  const logs = clipped(values.map(Math.log));
  const variance = noiseOf(logs) ** 2;
  if (logs.length < LEAST_VALUES || variance === 0) return [];
  const penalty = PENALTY * variance * Math.log(logs.length);
  const ends = partition(logs, penalty);
  return ends.slice(0, -1).flatMap((index, at) => {
    const before = logs.slice(ends[at - 1] ?? 0, index);
    const after = logs.slice(index, ends[at + 1]);
    const ratio = Math.exp(median(after) - median(before));
    return Math.max(ratio, 1 / ratio) >= LEAST_RATIO ? [{ index, ratio }] : [];
  });
}

/** The ends of the pieces with the smallest total cost, including a penalty per piece. */
function partition(values: readonly number[], penalty: number): number[] {
  const sums = [0];
  const squares = [0];
  for (const [at, value] of values.entries()) {
    sums.push((sums[at] ?? 0) + value);
    squares.push((squares[at] ?? 0) + value ** 2);
  }
  const cost = (from: number, to: number) => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    return (squares[to] ?? 0) - (squares[from] ?? 0) - sum ** 2 / (to - from);
  };
  const least = [-penalty];
  const last = [0];
  for (let to = 1; to <= values.length; to++) {
    let best = Number.POSITIVE_INFINITY;
    let bestFrom = 0;
    for (let from = 0; from <= to - LEAST_LENGTH; from++) {
      const total = (least[from] ?? Number.POSITIVE_INFINITY) + cost(from, to) + penalty;
      if (total < best) [best, bestFrom] = [total, from];
    }
    least.push(best);
    last.push(bestFrom);
  }
  const ends: number[] = [];
  for (let end = values.length; end > 0; end = last[end] ?? 0) ends.unshift(end);
  return ends;
}

/** The scatter between neighbouring values, which steps hardly affect. */
function noiseOf(values: readonly number[]): number {
  const differences = values.slice(1).map((value, at) => value - (values[at] ?? 0));
  const middle = median(differences);
  return (MAD_TO_DEVIATION * median(differences.map((one) => Math.abs(one - middle)))) / Math.SQRT2;
}

/** A single value far from its neighbours is a bad run and not a level, so it is moved closer to them. */
function clipped(values: readonly number[]): number[] {
  const reach = 4 * noiseOf(values);
  return values.map((value, at) => {
    const around = median(values.slice(Math.max(0, at - 3), at + 4));
    return Math.min(Math.max(value, around - reach), around + reach);
  });
}
