import { expect, test } from 'playwright/test';
import type { MainSide } from '../transport.ts';
import { MIN_CLOCK_STEPS, measureBlock } from './block.ts';

const TIMING = { warmupMs: 2, measuredMs: 10, ownSamplesMs: 200, minSamples: 3 };

/** A simulated clock: it advances only during waits, and a little at each reading. */
let nowMs = 0;
const READING_MS = 1e-4;
test.beforeEach(() => {
  nowMs = performance.now();
  performance.now = () => {
    nowMs += READING_MS;
    return nowMs;
  };
});
test.afterEach(() => {
  // The prototype's method is visible again.
  Reflect.deleteProperty(performance, 'now');
});

/** A transport that only waits, and records the stamps. */
function waiting(roundTripMs: number): MainSide & { stamps: number[] } {
  const stamps: number[] = [];
  return {
    stamps,
    roundTrip(stamp) {
      stamps.push(stamp);
      nowMs += roundTripMs;
    },
    received: () => null,
  };
}

test('stamps are the odd numbers in order, the warm-up’s included', async () => {
  const side = waiting(0.1);
  const { outcome, roundTrips } = await measureBlock(side, TIMING, 0.001, undefined, null);
  expect(outcome.status).toBe('measured');
  expect(side.stamps).toEqual(Array.from({ length: roundTrips }, (_, at) => 2 * at + 1));
  if (outcome.status === 'measured') expect(outcome.warmupRoundTrips).toBeGreaterThan(0);
});

test('a sample lasts 100 steps of the clock, with as many round trips as necessary', async () => {
  const [roundTripMs, clockStepMs] = [0.02, 0.01];
  const { outcome } = await measureBlock(waiting(roundTripMs), TIMING, clockStepMs, undefined, null);
  if (outcome.status !== 'measured') throw new Error(outcome.reason);
  const { samplesMs, measuredMs, roundTrips } = outcome;
  expect(roundTrips).toBeGreaterThan(samplesMs.length);
  expect(Math.min(...samplesMs)).toBeGreaterThanOrEqual(roundTripMs);
  expect(measuredMs / samplesMs.length).toBeGreaterThanOrEqual(MIN_CLOCK_STEPS * clockStepMs);
});

test('a long round trip is a sample of its own, as often as requested', async () => {
  const { outcome } = await measureBlock(waiting(20), TIMING, 0.001, undefined, null);
  expect(outcome).toMatchObject({ status: 'measured', batch: 1, warmupRoundTrips: 1 });
  if (outcome.status === 'measured') expect(outcome.samplesMs).toHaveLength(TIMING.minSamples);
});

test('a later block of a cell keeps the batch of the first', async () => {
  const { outcome } = await measureBlock(waiting(0.01), TIMING, 0.0001, 7, null);
  expect(outcome).toMatchObject({ status: 'measured', batch: 7 });
});

test('a time that the clock cannot resolve is saturated, without a number', async () => {
  const side: MainSide = { roundTrip: () => {}, received: () => null };
  const { outcome } = await measureBlock(side, TIMING, 1_000, undefined, null);
  expect(outcome).toMatchObject({
    status: 'saturated',
    reason: expect.stringContaining('a step is 1000 ms'),
  });
});

test('a round trip that throws ends the block with its message', async () => {
  const side: MainSide = {
    roundTrip: (stamp) => {
      if (stamp > 20) throw new Error('spoilt');
    },
    received: () => null,
  };
  await expect(measureBlock(side, TIMING, 0.001, undefined, null)).rejects.toThrow('spoilt');
});

/** A worker's meter that records the numbers of the round trips between which it ran. */
function meterOf(side: { stamps: number[] }) {
  const edges: number[] = [];
  return {
    edges,
    call: () => Promise.resolve({ kind: 'done' } as never),
    startMeter: () => {
      edges.push(side.stamps.length);
    },
    stopMeter: () => {
      edges.push(side.stamps.length);
      return { postMs: 3, readMs: 2 };
    },
  };
}

test('the main thread’s part of short round trips is measured in the warm-up, outside the samples', async () => {
  const side = waiting(0.1);
  const worker = meterOf(side);
  const { outcome } = await measureBlock(side, TIMING, 0.001, undefined, worker);
  if (outcome.status !== 'measured') throw new Error(outcome.reason);
  const [from = 0, to = 0] = worker.edges;
  expect(from).toBeGreaterThan(0);
  expect(to).toBe(outcome.warmupRoundTrips);
  expect(outcome.mainThread).toEqual({ roundTrips: to - from, postMs: 3, readMs: 2 });
});

test('a running meter counts every round trip, also when round trips become slower', async () => {
  const side = waiting(0.9);
  const { roundTrip } = side;
  // The median crosses a millisecond in the middle of the warm-up.
  side.roundTrip = (stamp) => {
    if (side.stamps.length >= 7) nowMs += 0.3;
    return roundTrip(stamp);
  };
  const worker = meterOf(side);
  const { outcome } = await measureBlock(side, { ...TIMING, warmupMs: 12 }, 0.001, 1, worker);
  if (outcome.status !== 'measured') throw new Error(outcome.reason);
  const [from = 0, to = 0] = worker.edges;
  expect(worker.edges).toHaveLength(2);
  expect(outcome.mainThread?.roundTrips).toBe(to - from);
  expect(to - from).toBeGreaterThan(3);
});

test('a sample has at least the minimum batch of its transport', async () => {
  const timed = async (_: number, count: number) => {
    nowMs += 5 * count;
    return 5 * count;
  };
  const side: MainSide = { timed, leastBatch: 30, roundTrip: () => {}, received: () => null };
  const { outcome } = await measureBlock(side, TIMING, 0.001, undefined, null);
  expect(outcome).toMatchObject({ status: 'measured', batch: 30, samplesMs: [5, 5, 5] });
});

test('the main thread’s part of long round trips is measured in the samples', async () => {
  const side = waiting(3);
  const worker = meterOf(side);
  const { outcome } = await measureBlock(side, TIMING, 0.001, undefined, worker);
  if (outcome.status !== 'measured') throw new Error(outcome.reason);
  expect(worker.edges).toEqual([outcome.warmupRoundTrips, side.stamps.length]);
  expect(outcome.mainThread).toEqual({ roundTrips: outcome.roundTrips, postMs: 3, readMs: 2 });
});
