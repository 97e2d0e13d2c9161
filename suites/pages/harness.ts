import type { PageMessage } from '../../results/schema/page-message.ts';
import { median } from '../../results/statistics/estimate.ts';
import { measureBlock } from '../client/block.ts';
import { BY_HAND } from '../client/by-hand.ts';
import { measureClockStepMs } from '../client/clock.ts';
import { settle } from '../client/settle.ts';
import { SideBySide } from '../client/side-by-side.ts';
import { Stage } from '../client/stage.ts';
import type { HarnessPlan } from '../plan/plan.ts';

interface Block {
  readonly medianMs: number;
  readonly batch: number;
  readonly warmupRoundTrips: number;
  readonly samples: number;
}

/** Alternates the suite's blocks and loops written by hand, on one worker, and pushes a pair of medians at a time. */
export async function harnessPage(
  plan: HarnessPlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const { sizeBytes, timing } = plan;
  const stage = new Stage(plan.suite, sizeBytes);
  const { link } = stage;
  const clockStepMs = measureClockStepMs();
  await settle(plan.settleMs);

  async function suiteBlock(name: string, batch: number | undefined): Promise<Block> {
    const side = await stage.open({ transport: name, parameter: null });
    const { outcome, roundTrips } = await measureBlock(side, timing, clockStepMs, batch, link);
    await stage.close(side, roundTrips);
    if (outcome.status !== 'measured') throw new Error(`${name}: ${outcome.reason}`);
    const { samplesMs, warmupRoundTrips } = outcome;
    return { medianMs: median(samplesMs), batch: outcome.batch, warmupRoundTrips, samples: samplesMs.length };
  }

  async function byHandBlock(name: string, like: Block): Promise<number> {
    const loop = BY_HAND[name];
    if (!loop) throw new Error(`no loop is written by hand for '${name}'`);
    const medianMs = await link.lend(async (worker) => {
      const { sharedMemory, workingSet } = stage;
      const { setup = null, roundTrip, left } = loop.open({ worker, sizeBytes, sharedMemory, workingSet });
      await link.call({ kind: 'openByHand', transport: name, setup }, 'done');
      const ofSamplesMs = await timeByHand(roundTrip, like, new SideBySide(link, timing.measuredMs));
      const buffer = left();
      if (buffer) stage.keep(new Int32Array(buffer));
      return ofSamplesMs;
    });
    await link.call({ kind: 'close' }, 'done');
    return medianMs;
  }

  async function alternate(name: string): Promise<void> {
    // Finds the batch. One that turns out too short for the clock grows within a block: both go by the last.
    let like = await suiteBlock(name, undefined);
    for (let pair = 0; pair < plan.pairs; pair++) {
      const suiteFirst = pair % 2 === 0;
      if (suiteFirst) like = await suiteBlock(name, like.batch);
      const byHandMs = await byHandBlock(name, like);
      if (!suiteFirst) like = await suiteBlock(name, like.batch);
      await push({ kind: 'harness', transport: name, sizeBytes, suiteMs: like.medianMs, byHandMs });
    }
  }

  for (const name of plan.transports) await Promise.race([alternate(name), link.failure]);
  stage.end();
}

async function timeByHand(
  roundTrip: () => Promise<void>,
  { batch, warmupRoundTrips, samples }: Block,
  sideBySide: SideBySide,
): Promise<number> {
  await sideBySide.beforeSample();
  for (let left = warmupRoundTrips; left > 0; left--) await roundTrip();
  const samplesMs: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    await sideBySide.beforeSample();
    const start = performance.now();
    for (let left = batch; left > 0; left--) await roundTrip();
    const durationMs = performance.now() - start;
    sideBySide.afterSample(durationMs);
    samplesMs.push(durationMs / batch);
  }
  return median(samplesMs);
}
