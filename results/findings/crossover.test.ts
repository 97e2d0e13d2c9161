import { expect, test } from 'playwright/test';
import { SIZES_BYTES } from '../schema/sizes.ts';
import { summarize } from '../summary/summarize.ts';
import type { CellSummary } from '../summary/summary.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedSummary } from '../testing/simulated.ts';
import { crossover } from './crossover.ts';

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
    const share = common.map((launch) => [launch * own()]);
    const clone = common.map((launch) => [launch * own() * factor(sizeBytes)]);
    return [simulatedSummary('share', sizeBytes, share), simulatedSummary('clone', sizeBytes, clone)];
  });
}

const crossingAt = (size: number) => (sizeBytes: number) => (sizeBytes / size) ** 0.7;

test('a crossover is found between two sizes, inside its interval', () => {
  const found = crossover(cells(crossingAt(50_000), 0.02), 'share', 'clone');
  if (found.kind !== 'at') throw new Error(found.kind);
  expect(Math.abs(Math.log((found.sizeBytes ?? 0) / 50_000))).toBeLessThan(0.2);
  expect(found.low).toBeLessThanOrEqual(found.sizeBytes ?? 0);
  expect(found.high).toBeGreaterThan(found.sizeBytes ?? 0);
});

test('always, never and undecided are answers', () => {
  expect(
    crossover(
      cells(() => 3, 0.02),
      'share',
      'clone',
    ),
  ).toEqual({ kind: 'always', upToBytes: LARGEST_BYTES });
  expect(
    crossover(
      cells(() => 0.3, 0.02),
      'share',
      'clone',
    ),
  ).toEqual({ kind: 'never', upToBytes: LARGEST_BYTES });
  expect(
    crossover(
      cells(() => 1, 0.02),
      'share',
      'clone',
    ),
  ).toEqual({ kind: 'undecided' });
  expect(crossover([], 'share', 'clone')).toEqual({ kind: 'undecided' });
  expect(crossover(summarize(exampleResults()).cells, 'share', 'clone')).toEqual({ kind: 'undecided' });
});

test('the interval is open below if the challenger wins at every size, but not certainly at the smallest', () => {
  const found = crossover(
    cells((sizeBytes) => (sizeBytes < 5_000 ? 1.0001 : 5), 0.05),
    'share',
    'clone',
  );
  expect(found).toMatchObject({ kind: 'at', low: null });
});

test('an undecided size above the crossing extends the interval up to that size', () => {
  const curve = [
    { sizeBytes: 1024, ratios: [1.2, 1.2, 1.2] },
    { sizeBytes: 4096, ratios: [0.8, 1.2, 1.4] },
    { sizeBytes: 16_384, ratios: [3, 3, 3] },
  ];
  const wavering = curve.flatMap(({ sizeBytes, ratios }) => [
    simulatedSummary(
      'share',
      sizeBytes,
      ratios.map(() => [1]),
    ),
    simulatedSummary(
      'clone',
      sizeBytes,
      ratios.map((ratio) => [ratio]),
    ),
  ]);
  const found = crossover(wavering, 'share', 'clone');
  if (found.kind !== 'at') throw new Error(found.kind);
  expect(found.high).toBeGreaterThan(4096);
  expect(found.high).toBeLessThan(16_384);
});

test('a size with only one launch has no interval and is left out', () => {
  const all = cells(() => 3, 0.02).map((cell) =>
    cell.status === 'measured' && cell.sizeBytes === LARGEST_BYTES
      ? { ...cell, launches: cell.launches.slice(0, 1) }
      : cell,
  );
  expect(crossover(all, 'share', 'clone')).toEqual({ kind: 'always', upToBytes: LARGEST_BYTES / 4 });
});

for (const launches of [3, 5, 10, 20]) {
  test(`the 95% interval of a crossover covers 95%, at ${launches} launches`, () => {
    const dataSets = 5_000;
    const trueBytes = 90_000;
    // Only the sizes near the crossing matter; the others only cost time.
    const sizesBytes = SIZES_BYTES.slice(2, 6);
    let covered = 0;
    for (let dataSet = 0; dataSet < dataSets; dataSet++) {
      const found = crossover(cells(crossingAt(trueBytes), 0.1, launches, sizesBytes), 'share', 'clone');
      if (found.kind === 'at' && (found.low ?? 0) <= trueBytes && trueBytes <= found.high) covered++;
    }
    expect(covered / dataSets).toBeGreaterThan(0.93);
    expect(covered / dataSets).toBeLessThan(0.97);
  });
}
