import { expect, test } from 'playwright/test';
import { SIZES_BYTES } from '../schema/sizes.ts';
import { summarize } from '../summary/summarize.ts';
import type { CellSummary } from '../summary/summary.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedSummary, summaryOfLaunches, uniform } from '../testing/simulated.ts';
import { crossover } from './crossover.ts';
import { formatCrossover } from './format.ts';

const LARGEST_BYTES = 268_435_456;

/** Cells of `share` and `clone`: at each size share is faster by a factor that differs a little between launches. */
function cells(
  factor: (sizeBytes: number) => number,
  spread: number,
  launches = 5,
  sizesBytes = SIZES_BYTES,
): CellSummary[] {
  return sizesBytes.flatMap((sizeBytes) => {
    const common = Array.from({ length: launches }, () => Math.exp(0.3 * normal()));
    const own = () => Math.exp(spread * normal());
    const share = common.map((launch) => launch * own());
    const clone = common.map((launch) => launch * own() * factor(sizeBytes));
    return [summaryOfLaunches('share', sizeBytes, share), summaryOfLaunches('clone', sizeBytes, clone)];
  });
}

/** A clone that takes a + b·size, and a share that takes 1 ms at any size: they take the same time at `size`. */
const crossingAt = (size: number) => (sizeBytes: number) => 0.6 + 0.4 * (sizeBytes / size);

/** Cells whose clone ÷ share has these ratios, one a launch. */
function withRatios(ratios: Readonly<Record<number, number[]>>): CellSummary[] {
  return Object.entries(ratios).flatMap(([sizeBytes, own]) => [
    simulatedSummary(
      'share',
      Number(sizeBytes),
      own.map(() => [1]),
    ),
    simulatedSummary(
      'clone',
      Number(sizeBytes),
      own.map((ratio) => [ratio]),
    ),
  ]);
}

test('a crossover names the measured size from which the challenger is faster, and what it is at the size before', () => {
  const found = crossover(cells(crossingAt(50_000), 0.02), 'share', 'clone');
  expect(found).toEqual({
    kind: 'at',
    from: 65_536,
    upTo: LARGEST_BYTES,
    undecidedAt: [],
    below: { at: 16_384, comparison: 'slower' },
  });
});

test('always, never, the same and undecided are answers', () => {
  for (const [factor, kind] of [
    [3, 'always'],
    [0.3, 'never'],
    [1, 'the same'],
  ] as const) {
    const all = cells(() => factor, 0.02, 10);
    expect(crossover(all, 'share', 'clone')).toEqual({
      kind,
      from: 1024,
      upTo: LARGEST_BYTES,
      undecidedAt: [],
    });
  }
  expect(
    crossover(
      cells(() => 1.01, 0.3),
      'share',
      'clone',
    ),
  ).toEqual({ kind: 'undecided' });
  expect(crossover([], 'share', 'clone')).toEqual({ kind: 'undecided' });
  expect(crossover(summarize(exampleResults()).cells, 'share', 'clone')).toEqual({ kind: 'undecided' });
});

test('a size that is undecided or the same is named, and is never taken as a crossing', () => {
  const all = withRatios({ 1024: [1, 1.01, 1], 4096: [0.8, 1.2, 1.4], 16384: [3, 3.01, 3] });
  expect(crossover(all, 'share', 'clone')).toEqual({
    kind: 'at',
    from: 16_384,
    upTo: 16_384,
    undecidedAt: [],
    below: { at: 4096, comparison: 'undecided' },
  });
  expect(crossover(withRatios({ 1024: [1, 1.01, 1], 4096: [3, 3.01, 3] }), 'share', 'clone')).toMatchObject({
    below: { at: 1024, comparison: 'the same' },
  });
});

test('an undecided largest size is named, and does not contradict the sizes below', () => {
  const all = withRatios({ 1024: [3, 3.01, 3], 4096: [3, 3.01, 3], 16384: [0.001, 1000, 1] });
  expect(crossover(all, 'share', 'clone')).toEqual({
    kind: 'always',
    from: 1024,
    upTo: 4096,
    undecidedAt: [16_384],
  });
});

/** The ratios at ascending sizes from 1 KiB on: faster, slower, the same or undecided. */
function crossoverOf(...comparisons: ('faster' | 'slower' | 'the same' | 'undecided')[]) {
  const ratios = {
    faster: [3, 3.01, 3],
    slower: [0.3, 0.301, 0.3],
    'the same': [1, 1.001, 1],
    undecided: [0.001, 1000, 1],
  };
  return formatCrossover(
    crossover(
      withRatios(Object.fromEntries(comparisons.map((one, at) => [SIZES_BYTES[at], ratios[one]]))),
      'share',
      'clone',
    ),
  );
}

test('an undecided size among decided ones is named, and hides none of them', () => {
  const faster = 'faster';
  const undecided = 'undecided';
  expect(crossoverOf(faster, faster, undecided, faster)).toBe(
    'from 1 KiB up to 64 KiB (undecided at 16 KiB)',
  );
  expect(crossoverOf('slower', faster, faster, undecided, faster)).toBe(
    'from 4 KiB, up to 256 KiB (undecided at 64 KiB); slower at 1 KiB',
  );
  expect(crossoverOf('slower', 'slower', undecided, 'the same')).toBe(
    'at no size from 1 KiB up to 64 KiB (undecided at 16 KiB)',
  );
  expect(crossoverOf('the same', undecided, 'the same')).toBe(
    'no difference from 1 KiB up to 16 KiB (undecided at 4 KiB)',
  );
  expect(crossoverOf(faster, undecided, faster, 'slower')).toBe(
    'only at 1 KiB and 16 KiB, of the sizes up to 64 KiB (undecided at 4 KiB)',
  );
  expect(crossoverOf(faster, faster, undecided, faster, undecided)).toBe(
    'from 1 KiB up to 64 KiB (undecided at 16 KiB and 256 KiB)',
  );
  expect(crossoverOf('slower', 'slower', 'the same', undecided)).toBe(
    'at no size from 1 KiB up to 16 KiB (undecided at 64 KiB)',
  );
  expect(crossoverOf(faster, faster, 'slower', undecided)).toBe(
    'only at 1 KiB and 4 KiB, of the sizes up to 16 KiB (undecided at 64 KiB)',
  );
});

test('one decided size before an undecided one may be chance, and so may few among many that are undecided', () => {
  const faster = 'faster';
  const undecided = 'undecided';
  expect(crossoverOf(faster, undecided, faster, faster)).toBe(
    'from 16 KiB, up to 64 KiB; undecided at 4 KiB',
  );
  expect(crossoverOf(faster, faster, undecided, undecided, faster)).toBe(
    'from 1 KiB up to 256 KiB (undecided at 16 KiB and 64 KiB)',
  );
  expect(crossoverOf(faster, faster, undecided, undecided, undecided, faster)).toBe(
    'at 1 MiB; undecided at 256 KiB',
  );
  expect(crossoverOf('slower', undecided, undecided, 'slower')).toBe('undecided');
  expect(crossoverOf(faster, faster, undecided, undecided, undecided)).toBe('undecided');
  expect(crossoverOf('slower', 'slower', faster, undecided)).toBe('undecided');
});

test('a challenger that is faster at some sizes and not at the largest is said to be', () => {
  const all = withRatios({ 1024: [3, 3.01, 3], 4096: [3, 3.01, 3], 16384: [0.3, 0.301, 0.3] });
  const found = crossover(all, 'share', 'clone');
  expect(found).toEqual({ kind: 'only', at: [1024, 4096], upTo: 16_384, undecidedAt: [] });
  expect(formatCrossover(found)).toBe('only at 1 KiB and 4 KiB, of the sizes up to 16 KiB');
});

test('where one size was compared, nothing is said of others', () => {
  const words = (ratio: number) =>
    formatCrossover(crossover(withRatios({ 102400: [ratio, 1.001 * ratio, ratio] }), 'share', 'clone'));
  expect([words(3), words(0.3), words(1)]).toEqual([
    'at 100 KiB',
    'not at 100 KiB',
    'no difference at 100 KiB',
  ]);
});

test('a size with only one launch is undecided', () => {
  const all = cells(() => 3, 0.02).map((cell) =>
    cell.status === 'measured' && cell.sizeBytes === LARGEST_BYTES
      ? { ...cell, launches: cell.launches.slice(0, 1) }
      : cell,
  );
  expect(crossover(all, 'share', 'clone')).toEqual({
    kind: 'always',
    from: 1024,
    upTo: LARGEST_BYTES / 4,
    undecidedAt: [LARGEST_BYTES],
  });
});

for (const { profile, sizesBytes } of [
  { profile: 'quick', sizesBytes: [1024, 65_536, 1_048_576] },
  { profile: 'default', sizesBytes: SIZES_BYTES.slice(0, 6) },
]) {
  for (const launches of [3, 5, 10]) {
    test(`the true crossing is between the named sizes in 95% of runs, at the sizes of ${profile} and ${launches} launches`, () => {
      const dataSets = 5_000;
      let right = 0;
      let named = 0;
      for (let dataSet = 0; dataSet < dataSets; dataSet++) {
        // Anywhere between the sizes, so that it is near a measured size as often as chance has it.
        const trueBytes = 2_000 * 400 ** uniform();
        const found = crossover(cells(crossingAt(trueBytes), 0.1, launches, sizesBytes), 'share', 'clone');
        if (found.kind !== 'at') continue;
        named++;
        const isAbove = found.below.comparison !== 'slower' || trueBytes > found.below.at;
        if (isAbove && trueBytes <= found.from) right++;
      }
      expect(named / dataSets).toBeGreaterThan(0.5);
      expect(right / named).toBeGreaterThan(0.93);
    });
  }
}
