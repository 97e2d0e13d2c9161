import { Bench } from 'tinybench';
import type { BlockOutcome } from '../../results/schema/page-message.ts';
import { median } from '../../results/statistics/estimate.ts';
import type { BlockTiming } from '../plan/plan.ts';
import type { MainSide } from '../transport.ts';
import { SideBySide } from './side-by-side.ts';
import type { WorkerLink } from './worker-link.ts';

/** A sample lasts at least this many steps of the clock, so that the clock adds at most 1%. */
export const MIN_CLOCK_STEPS = 100;
const MAX_BATCH = 1_000_000;
/** The approximate maximum of samples per block: more samples would only make the file larger. */
const MOST_SAMPLES = 100;

/** How many times the measured part a round trip may take, if the transport times only a part of it. */
const MOST_UNTIMED = 5;

/** For round trips at least this long, reading the clock around the messages adds no visible time. */
const METERED_INSIDE_MS = 1;

type Measured = Omit<Extract<BlockOutcome, { status: 'measured' }>, 'startedMs' | 'after'>;
/** What a block needs of its worker, besides what the transport posts. */
type BlockWorker = Pick<WorkerLink, 'call' | 'startMeter' | 'stopMeter'>;

type Saturated = Extract<BlockOutcome, { status: 'saturated' }>;

/**
 * Runs one block: unmeasured round trips, then samples of `batch` round trips each.
 * @param batch Round trips per sample, as found in the warm-up of an earlier block of the cell.
 * @param worker `null` if the transport posts nothing.
 */
export async function measureBlock(
  side: MainSide,
  timing: BlockTiming,
  clockStepMs: number,
  batch: number | undefined,
  worker: BlockWorker | null,
): Promise<{ outcome: Measured | Saturated; roundTrips: number }> {
  const leastMs = MIN_CLOCK_STEPS * clockStepMs;
  const aimMs = 1.2 * Math.max(leastMs, timing.measuredMs / MOST_SAMPLES);
  let roundTrips = 0;

  const sideBySide = new SideBySide(worker, timing.measuredMs, side);

  /** Times whole batches until the sample is long enough. One batch is enough, unless the warm-up was slower. */
  async function timeSample(size: number): Promise<{ durationMs: number; costMs: number; count: number }> {
    await sideBySide.beforeSample();
    const before = roundTrips;
    const start = performance.now();
    let durationMs = 0;
    do {
      if (side.timed) {
        durationMs += await side.timed(2 * roundTrips + 1, size);
        roundTrips += size;
      } else {
        for (let left = size; left > 0; left--) {
          const pending = side.roundTrip(2 * roundTrips++ + 1);
          if (pending) await pending;
        }
        durationMs = performance.now() - start;
      }
    } while (durationMs < leastMs && roundTrips - before < MAX_BATCH);
    const costMs = Math.max(durationMs, (performance.now() - start) / MOST_UNTIMED);
    sideBySide.afterSample(durationMs);
    return { durationMs, costMs, count: roundTrips - before };
  }

  if (side.samples) {
    await sideBySide.beforeSample();
    worker?.startMeter();
    const start = performance.now();
    const { samplesMs, warmup, warmupMs } = await side.samples(timing.ownSamplesMs);
    const measuredMs = performance.now() - start - warmupMs;
    const all = samplesMs.length + warmup;
    return {
      outcome: {
        status: 'measured',
        batch: 1,
        samplesMs: samplesMs.map((sampleMs) => Number(sampleMs.toPrecision(6))),
        warmupRoundTrips: warmup,
        warmupMs,
        measuredMs,
        roundTrips: samplesMs.length,
        mainThread: worker && { roundTrips: all, ...worker.stopMeter() },
      },
      roundTrips: all,
    };
  }

  const warmupMsEach: number[] = [];
  const warmupCostsMs: number[] = [];
  const leastBatch = side.leastBatch ?? 1;
  let size = batch ?? leastBatch;
  let warmupMs = 0;
  let metered = 0;
  let isMetered = false;
  const isShort = () => median(warmupMsEach) < METERED_INSIDE_MS;
  while (warmupMs < timing.warmupMs || (worker && metered === 0 && isShort())) {
    // The second half of the warm-up: in the samples, reading the clock around each message would be visible.
    if (worker && !isMetered && warmupMs >= timing.warmupMs / 2 && isShort()) {
      worker.startMeter();
      isMetered = true;
    }
    const { durationMs, costMs, count } = await timeSample(size);
    if (durationMs < leastMs) {
      worker?.stopMeter();
      return { outcome: saturated(durationMs / count, clockStepMs), roundTrips };
    }
    if (isMetered) metered += count;
    warmupMs += durationMs;
    warmupMsEach.push(durationMs / count);
    warmupCostsMs.push(costMs / count);
    // The median, as the first round trips are cold and any of them may include a garbage collection.
    if (batch === undefined) size = Math.max(leastBatch, Math.round(aimMs / median(warmupMsEach)));
  }
  const meteredOutside = worker && metered > 0 ? { roundTrips: metered, ...worker.stopMeter() } : null;

  const warmupRoundTrips = roundTrips;
  const samplesMs: number[] = [];
  let measuredMs = 0;
  const expectedSamples = timing.measuredMs / Math.max(aimMs, size * median(warmupCostsMs));
  const bench = new Bench({
    warmup: false,
    time: timing.measuredMs,
    // One long pause must not use up a block of short round trips.
    iterations: Math.max(timing.minSamples, Math.floor(expectedSamples / 2)),
    throws: true,
  });
  bench.add(
    'block',
    async () => {
      const { durationMs, costMs, count } = await timeSample(size);
      // If only the clock ended a sample, fast and slow round trips would be mixed, and the median would rise.
      size = count;
      const sampleMs = durationMs / count;
      measuredMs += durationMs;
      // tinybench returns its samples sorted; drift is only visible in time order.
      samplesMs.push(Number(sampleMs.toPrecision(6)));
      return { overriddenDuration: sampleMs, overriddenIterationCost: costMs };
    },
    { async: true },
  );
  const meteredInside = meteredOutside ? null : worker;
  meteredInside?.startMeter();
  await bench.run();

  const measuredRoundTrips = roundTrips - warmupRoundTrips;
  const mainThread = meteredInside
    ? { roundTrips: measuredRoundTrips, ...meteredInside.stopMeter() }
    : meteredOutside;
  return {
    outcome: {
      status: 'measured',
      batch: size,
      samplesMs,
      warmupRoundTrips,
      warmupMs,
      measuredMs,
      roundTrips: measuredRoundTrips,
      mainThread,
    },
    roundTrips,
  };
}

function saturated(roundTripMs: number, clockStepMs: number): Saturated {
  return {
    status: 'saturated',
    reason:
      `a sample cannot last ${MIN_CLOCK_STEPS} clock steps: a step is ${clockStepMs} ms ` +
      `and a round trip takes about ${roundTripMs.toPrecision(2)} ms`,
  };
}
