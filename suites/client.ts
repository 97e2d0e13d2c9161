import { transports } from 'virtual:transports';
import type { BlockOutcome, Isolation, PageMessage } from '../results/schema.ts';
import { measureBlock } from './block.ts';
import { bumpFromMain } from './bump.ts';
import { measureClockStepMs } from './clock.ts';
import { harnessPage } from './harness.ts';
import { probeIsolation } from './isolation.ts';
import type { MeasurePlan, PagePlan } from './plan.ts';
import { describeError } from './protocol.ts';
import { lazySharedMemory } from './shared-memory.ts';
import { checkPattern } from './stamp.ts';
import type { Need } from './transport.ts';
import { WorkerLink } from './worker-link.ts';

type Push = (message: PageMessage) => Promise<void>;

/** Does what one page is told, and pushes each finding as soon as it stands. */
export async function runPage(plan: PagePlan, push: Push): Promise<void> {
  switch (plan.kind) {
    case 'measure':
      return measurePage(plan, push);
    case 'harness':
      return harnessPage(plan, push);
    case 'bump': {
      const link = new WorkerLink();
      await push({ kind: 'bump', ...(await bumpFromMain(link)) });
      return link.end();
    }
  }
}

async function measurePage(plan: MeasurePlan, push: Push): Promise<void> {
  let link = new WorkerLink();
  const { stepMs: workerClockStepMs } = await link.call({ kind: 'clock' }, 'clock');
  const mainClockStepMs = measureClockStepMs();
  const isolation = await probeIsolation(link);
  await push({
    kind: 'page',
    page: {
      sizeBytes: plan.sizeBytes,
      userAgent: navigator.userAgent,
      isolation,
      mainClockStepMs,
      workerClockStepMs,
    },
  });

  const sharedMemory = lazySharedMemory(plan.sizeBytes);
  const batches = new Map<string, number>();
  const ended = new Set<string>();
  let after: string | null = null;
  for (const transport of plan.blocks) {
    if (ended.has(transport)) continue;
    const outcome = await attemptBlock(transport, after);
    if (outcome.status !== 'measured') ended.add(transport);
    if (outcome.status === 'failed') {
      // What it left in flight must not reach the next block.
      link.end();
      link = new WorkerLink();
    }
    await push({ kind: 'block', transport, sizeBytes: plan.sizeBytes, outcome });
    if (outcome.status !== 'unsupported') after = transport;
  }
  link.end();

  async function attemptBlock(name: string, previous: string | null): Promise<BlockOutcome> {
    try {
      return await Promise.race([block(name, previous), link.failure]);
    } catch (error) {
      return { status: 'failed', reason: describeError(error) };
    }
  }

  async function block(name: string, previous: string | null): Promise<BlockOutcome> {
    const { sizeBytes, timing } = plan;
    const transport = transports[name];
    if (!transport) throw new Error(`this build has no transport '${name}'`);
    const lack = transport.needs.map((need) => LACKS[need](isolation)).find((reason) => reason !== undefined);
    if (lack !== undefined) return { status: 'unsupported', reason: lack };

    const side = transport.openMain({ sizeBytes, post: link.post, receive: link.receive, sharedMemory });
    await link.call({ kind: 'open', transport: name, sizeBytes, setup: side.setup ?? null }, 'done');
    const startedMs = performance.now();
    const meter = transport.openWorker ? link : null;
    const { outcome, roundTrips } = await measureBlock(
      side,
      timing,
      mainClockStepMs,
      batches.get(name),
      meter,
    );
    const words = side.received();
    if (words) checkPattern(words, sizeBytes, 2 * roundTrips);
    await link.call({ kind: 'close' }, 'done');
    if (outcome.status !== 'measured') return outcome;
    batches.set(name, outcome.batch);
    return { ...outcome, startedMs, after: previous };
  }
}

/** Why an engine cannot meet a need; `undefined` where it can. */
const LACKS: Record<Need, (isolation: Isolation) => string | undefined> = {
  'shared-memory': ({ sharedMemory }) =>
    sharedMemory === 'posted' ? undefined : `a shared WebAssembly.Memory cannot be posted: ${sharedMemory}`,
};
