import { transports } from 'virtual:transports';
import type { PageMessage } from '../results/schema.ts';
import { median } from '../results/statistics.ts';
import { measureBlock } from './block.ts';
import { BY_HAND, type RoundTrip } from './by-hand.ts';
import { measureClockStepMs } from './clock.ts';
import type { HarnessPlan } from './plan.ts';
import { lazySharedMemory } from './shared-memory.ts';
import { WorkerLink } from './worker-link.ts';

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
  const link = new WorkerLink();
  const clockStepMs = measureClockStepMs();
  const sharedMemory = lazySharedMemory(sizeBytes);

  async function suiteBlock(name: string, batch: number | undefined): Promise<Block> {
    const transport = transports[name];
    if (!transport) throw new Error(`this build has no transport '${name}'`);
    const side = transport.openMain({ sizeBytes, post: link.post, receive: link.receive, sharedMemory });
    await link.call({ kind: 'open', transport: name, sizeBytes, setup: side.setup ?? null }, 'done');
    const { outcome } = await measureBlock(side, timing, clockStepMs, batch, null);
    await link.call({ kind: 'close' }, 'done');
    if (outcome.status !== 'measured') throw new Error(`${name}: ${outcome.reason}`);
    const { samplesMs, warmupRoundTrips } = outcome;
    return { medianMs: median(samplesMs), batch: outcome.batch, warmupRoundTrips, samples: samplesMs.length };
  }

  async function byHandBlock(name: string, like: Block): Promise<number> {
    const loop = BY_HAND[name];
    if (!loop) throw new Error(`no loop is written by hand for '${name}'`);
    await link.call({ kind: 'openByHand', transport: name, setup: sharedMemory() }, 'done');
    const roundTrip = loop.open(sizeBytes, sharedMemory);
    const medianMs = await link.lend((worker) => timeByHand(worker, roundTrip, like));
    await link.call({ kind: 'close' }, 'done');
    return medianMs;
  }

  for (const name of plan.transports) {
    // Finds the batch, which both then keep.
    const first = await suiteBlock(name, undefined);
    for (let pair = 0; pair < plan.pairs; pair++) {
      const suiteFirst = pair % 2 === 0;
      const before = suiteFirst ? await suiteBlock(name, first.batch) : undefined;
      const byHandMs = await byHandBlock(name, before ?? first);
      const { medianMs: suiteMs } = before ?? (await suiteBlock(name, first.batch));
      await push({ kind: 'harness', transport: name, sizeBytes, suiteMs, byHandMs });
    }
  }
  link.end();
}

async function timeByHand(
  worker: Worker,
  roundTrip: RoundTrip,
  { batch, warmupRoundTrips, samples }: Block,
): Promise<number> {
  for (let left = warmupRoundTrips; left > 0; left--) await roundTrip(worker);
  const samplesMs: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const start = performance.now();
    for (let left = batch; left > 0; left--) await roundTrip(worker);
    samplesMs.push((performance.now() - start) / batch);
  }
  return median(samplesMs);
}
