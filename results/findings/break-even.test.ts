import { expect, test } from 'playwright/test';
import type { MeasuredSummary } from '../summary/summary.ts';
import { EXAMPLE_SETUP } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { breakEvens } from './break-even.ts';
import { formatBreakEven } from './format.ts';

const SIZE_BYTES = 1_048_576;

function cell(suite: string, transport: string, ...mediansMs: number[]): MeasuredSummary {
  return {
    ...simulatedSummary(
      transport,
      SIZE_BYTES,
      mediansMs.map((durationMs) => [durationMs]),
    ),
    suite,
  };
}

const setup = (...mediansMs: number[]) => cell('setup', 'allocate-shared', ...mediansMs);
const roundTrips = (cloneMs: number, shareMs: number) => [
  cell('round-trip', 'copy-fresh', 2, 2),
  cell('round-trip', 'share-repost', 1, 1),
  cell('round-trip', 'clone', cloneMs, cloneMs),
  cell('round-trip', 'share', shareMs, shareMs),
];

test('the break-even is the cost of the set-up divided by the saving of each hand-off', () => {
  const [found] = breakEvens(EXAMPLE_SETUP, [setup(7, 7), ...roundTrips(3, 1)]);
  expect(found).toMatchObject({ sizeBytes: SIZE_BYTES, handOffs: expect.closeTo(5) });
  expect(found?.interval?.low).toBeCloseTo(5);
  expect(found?.interval?.high).toBeCloseTo(5);
});

test('the set-up never pays off if cloning is no slower, and there is no figure if a part is unknown', () => {
  expect(breakEvens(EXAMPLE_SETUP, [setup(7, 7), ...roundTrips(1, 1)])[0]?.handOffs).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(breakEvens(EXAMPLE_SETUP, [setup(7, 7), ...roundTrips(3, 1).slice(1)])).toEqual([]);
  expect(breakEvens(EXAMPLE_SETUP, roundTrips(3, 1))).toEqual([]);
});

test('a saving that is undecided or from one launch does not say never', () => {
  const wordsOf = (setUp: MeasuredSummary, clone: readonly number[], share: readonly number[]) => {
    const steady = roundTrips(1, 1).slice(0, 2);
    const both = [cell('round-trip', 'clone', ...clone), cell('round-trip', 'share', ...share)];
    const [found] = breakEvens(EXAMPLE_SETUP, [setUp, ...steady, ...both]);
    return found && formatBreakEven(found);
  };
  expect(wordsOf(setup(7, 7), [1, 1], [2, 2])).toBe('1 MiB never');
  expect(wordsOf(setup(7, 7), [2, 2.1], [2, 2.2])).toMatch(/^1 MiB undecided \(at least [\d.]+ hand-offs\)$/);
  expect(wordsOf(setup(7), [1], [2])).toBe('1 MiB undecided (one launch)');
});

test('a suite without break-even cells has no break-even', () => {
  const none = { name: 'setup', breakEven: null };
  expect(breakEvens(none, [setup(7, 7), ...roundTrips(3, 1)])).toEqual([]);
});
