import type { PageMessage } from '../../results/schema/page-message.ts';
import { median } from '../../results/statistics/estimate.ts';
import { measureBlock } from '../client/block.ts';
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

/** Alternates the suite's blocks and hand-written loops on one worker, and pushes one pair of medians at a time. */
export async function harnessPage(
  plan: HarnessPlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const stage = new Stage(plan.suite, plan.sizeBytes);
  try {
    const clockStepMs = measureClockStepMs();
    // A starting worker keeps a core busy, so it starts before the page settles.
    await stage.link.call({ kind: 'compute', durationMs: 0 }, 'done');
    await settle(plan.settleMs);
    for (const name of plan.transports) await alternate(stage, plan, clockStepMs, name, push);
  } finally {
    stage.end();
  }
}

async function alternate(
  stage: Stage,
  { sizeBytes, pairs, timing }: HarnessPlan,
  clockStepMs: number,
  name: string,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const { link } = stage;

  function suiteBlock(batch: number | undefined): Promise<Block> {
    return stage.hold({ transport: name, parameter: null }, async (side) => {
      const { outcome, roundTrips } = await measureBlock(side, timing, clockStepMs, batch, link);
      if (outcome.status !== 'measured') throw new Error(`${name}: ${outcome.reason}`);
      const { samplesMs, warmupRoundTrips } = outcome;
      return {
        result: {
          medianMs: median(samplesMs),
          batch: outcome.batch,
          warmupRoundTrips,
          samples: samplesMs.length,
        },
        roundTrips,
      };
    });
  }

  const byHandBlock = (like: Block) =>
    stage.holdHandWritten(name, (roundTrip) =>
      timeByHand(roundTrip, like, new SideBySide(link, timing.measuredMs)),
    );

  // Finds the batch. A batch that is too short for the clock grows within a block, so both sides use the last one.
  let like = await suiteBlock(undefined);
  for (let pair = 0; pair < pairs; pair++) {
    const suiteFirst = pair % 2 === 0;
    if (suiteFirst) like = await suiteBlock(like.batch);
    const byHandMs = await byHandBlock(like);
    if (!suiteFirst) like = await suiteBlock(like.batch);
    await push({ kind: 'harness', transport: name, sizeBytes, suiteMs: like.medianMs, byHandMs });
  }
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
