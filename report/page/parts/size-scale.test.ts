import { expect, test } from 'playwright/test';
import { formatSize, SIZES_BYTES } from '../../../results/schema/sizes.ts';
import { SizeScale } from './size-scale.ts';

const KIB = 1024;

test('every measured size is a step of the slider, and the ends are the smallest and the largest', () => {
  for (const sizes of [SIZES_BYTES, [112, 100 * KIB, 3 * KIB * KIB], [64, 4 * KIB ** 3]]) {
    const scale = new SizeScale(sizes);
    for (const sizeBytes of sizes) expect(scale.toBytes(scale.toStep(sizeBytes))).toBe(sizeBytes);
    expect([scale.toBytes(0), scale.toBytes(scale.mostSteps)]).toEqual([sizes[0], sizes.at(-1)]);
    expect([scale.shareOf(sizes[0] ?? 0), scale.shareOf(sizes.at(-1) ?? 0)]).toEqual([0, 1]);
  }
});

test('a size between two steps is the nearest, and one outside is the nearest end', () => {
  const scale = new SizeScale(SIZES_BYTES);
  expect(formatSize(scale.toBytes(scale.toStep(300 * KIB)), ' ', 3)).toBe('304 KiB');
  expect([scale.toStep(1), scale.toStep(KIB ** 4)]).toEqual([0, scale.mostSteps]);
});

test('the nearest measured size is that of the smallest factor', () => {
  expect(new SizeScale([KIB, 100 * KIB]).nearest(KIB ** 2)).toBe(100 * KIB);
  expect(new SizeScale(SIZES_BYTES).nearest(KIB ** 2)).toBe(KIB ** 2);
});

test('a single size is in the middle', () => {
  const scale = new SizeScale([100 * KIB]);
  expect(scale.shareOf(100 * KIB)).toBeCloseTo(0.5, 9);
  expect(scale.toBytes(scale.toStep(100 * KIB))).toBe(100 * KIB);
});
