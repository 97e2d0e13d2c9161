import { expect, test } from 'playwright/test';
import type { PlacementRecord } from '../../results/schema/launch.ts';
import { median } from '../../results/statistics/estimate.ts';
import { exampleResults } from '../../results/testing/example.ts';
import { normal } from '../../results/testing/simulated.ts';
import { PairCollector, pairOf } from './pair-collector.ts';

const [suite] = exampleResults().run.suites;
if (!suite) throw new Error('the example has a suite');
const side = { transport: 'clone', parameter: null, sizeBytes: 1024 };

test('a machine that is slow for a while, and single pauses, do not move the ratio of samples that alternate', () => {
  const ratios = Array.from({ length: 200 }, () => {
    const machine = Array.from({ length: 100 }, (_, at) => (at < 30 ? 2 : 1) * Math.exp(0.3 * normal()));
    const base = machine.map((ms) => ms * Math.exp(0.05 * normal()));
    const head = machine.map((ms, at) => 1.1 * ms * Math.exp(0.05 * normal()) * (at % 20 === 0 ? 10 : 1));
    const { baseMs, headMs } = pairOf([[base]], [[head]]);
    return headMs / baseMs;
  });
  expect(median(ratios)).toBeGreaterThan(1.09);
  expect(median(ratios)).toBeLessThan(1.12);
  for (const ratio of ratios) expect(Math.abs(Math.log(ratio / 1.1))).toBeLessThan(0.06);
});

test('an arm with fewer turns and rounds is paired turn by turn, and what only the other arm has is left out', () => {
  // Each round is ten times slower than the one before, so a ratio of different rounds would be far off.
  const base = [
    [
      [1, 1, 1],
      [10, 10, 10],
      [100, 100, 100],
    ],
    [[1_000, 1_000, 1_000]],
  ];
  const head = [
    [
      [2, 2],
      [20, 20],
    ],
    [[2_000, 2_000]],
  ];
  expect(pairOf(base, head)).toEqual({ baseMs: 55, headMs: 110 });
  expect(pairOf(head, base)).toEqual({ baseMs: 20, headMs: 10 });
});

test('a cell that one arm lacks in any launch is not compared, and says why', () => {
  const collector = new PairCollector('node', suite);
  collector.add(side, [[[1, 1]]], [[[2, 2]]]);
  collector.add({ ...side, transport: 'share' }, [[[1]]], { status: 'failed', reason: 'it threw' });
  collector.add({ ...side, transport: 'share' }, [[[1]]], [[[1]]]);
  collector.add({ ...side, transport: 'new' }, { status: 'absent', reason: 'no such cell' }, [[[1]]]);
  const { compared, notCompared } = collector.measured();
  expect(compared).toMatchObject([{ cell: { transport: 'clone' }, pairs: [{ baseMs: 1, headMs: 2 }] }]);
  expect(notCompared).toMatchObject([
    { transport: 'share', status: 'failed', reason: 'head: it threw' },
    { transport: 'new', status: 'unsupported', reason: 'base: no such cell' },
  ]);
});

test('one launch whose threads were left to the system is enough to say so', () => {
  const placed: PlacementRecord = { status: 'placed', page: 1, workers: [1] };
  const free: PlacementRecord = { status: 'free', reason: 'not found' };
  for (const [placements, status] of [
    [[placed, placed], 'placed'],
    [[placed, free, placed], 'free'],
  ] as const) {
    const collector = new PairCollector('node', suite);
    for (const placement of placements) collector.addPlacement(placement);
    expect(collector.measured().placed).toMatchObject({ engine: 'node', placement: { status } });
  }
});

test('an arm with few long samples is compared by all samples of both', () => {
  // The base's first turn is slow.
  const base = [
    [
      [9, 1, 1, 1],
      [1, 1, 1, 1],
    ],
    [
      [9, 1, 1, 1],
      [1, 1, 1, 1],
    ],
  ];
  expect(pairOf(base, [[[2]], [[2]]])).toEqual({ baseMs: 1, headMs: 2 });
  // Half of the turns are common.
  expect(pairOf(base, [[[27, 3, 3, 3]], [[27, 3, 3, 3]]])).toEqual({ baseMs: 1, headMs: 3 });
});
