import { expect, test } from 'playwright/test';
import type { MeasuredSummary } from '../summary/summary.ts';
import { EXAMPLE_SETUP } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { breakEvens } from './break-even.ts';

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

test('what it costs to set up, divided by what each hand-off saves', () => {
  const [found] = breakEvens(EXAMPLE_SETUP, [setup(7, 7), ...roundTrips(3, 1)]);
  expect(found).toMatchObject({ sizeBytes: SIZE_BYTES, handOffs: 5 });
  expect(found?.interval?.low).toBeCloseTo(5);
  expect(found?.interval?.high).toBeCloseTo(5);
});

test('where cloning is no slower it is never paid for, and where a part is not known nothing is said', () => {
  expect(breakEvens(EXAMPLE_SETUP, [setup(7, 7), ...roundTrips(1, 1)])[0]?.handOffs).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(breakEvens(EXAMPLE_SETUP, [setup(7, 7), ...roundTrips(3, 1).slice(1)])).toEqual([]);
  expect(breakEvens(EXAMPLE_SETUP, roundTrips(3, 1))).toEqual([]);
});

test('of a suite that names no such cells nothing is said', () => {
  const none = { name: 'setup', breakEven: null };
  expect(breakEvens(none, [setup(7, 7), ...roundTrips(3, 1)])).toEqual([]);
});
