import type { Isolation } from '../../results/schema/launch.ts';
import type { BlockOutcome, PageMessage } from '../../results/schema/page-message.ts';
import { measureBlock } from '../client/block.ts';
import { measureClockStepMs } from '../client/clock.ts';
import { probeIsolation } from '../client/isolation.ts';
import { transportOf } from '../client/methods.ts';
import { settle } from '../client/settle.ts';
import { Stage } from '../client/stage.ts';
import { describeError, Unsupported } from '../parts/errors.ts';
import type { BlockKey, MeasurePlan } from '../plan/plan.ts';
import type { Need } from '../transport.ts';

/** Measures the blocks of one page, one after another, and pushes each as soon as it is measured. */
export async function measurePage(
  plan: MeasurePlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const stage = new Stage(plan.suite, plan.sizeBytes);
  try {
    await measureOn(stage, plan, push);
  } finally {
    stage.end();
  }
}

async function measureOn(
  stage: Stage,
  plan: MeasurePlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const { sizeBytes, timing } = plan;
  const { stepMs: workerClockStepMs } = await stage.link.call({ kind: 'clock' }, 'clock');
  const mainClockStepMs = measureClockStepMs();
  const isolation = await probeIsolation(stage.link);
  const { userAgent } = navigator;
  await push({
    kind: 'page',
    page: { sizeBytes, userAgent, isolation, mainClockStepMs, workerClockStepMs },
  });

  await settle(plan.settleMs);
  const batches = new Map<string, number>();
  const ended = new Set<string>();
  let after: string | null = null;
  for (const block of plan.blocks) {
    if (ended.has(idOf(block))) continue;
    const outcome = await attempt(block, after);
    if (outcome.status !== 'measured') ended.add(idOf(block));
    await push({ kind: 'block', ...block, sizeBytes, outcome });
    if (outcome.status !== 'unsupported') after = block.transport;
  }

  async function attempt(key: BlockKey, previous: string | null): Promise<BlockOutcome> {
    const { needs } = transportOf(plan.suite, key.transport);
    const lack = lackOf(needs, isolation);
    if (lack !== undefined) return { status: 'unsupported', reason: lack };
    try {
      return await measure(key, previous);
    } catch (error) {
      if (error instanceof Unsupported) return { status: 'unsupported', reason: error.message };
      return { status: 'failed', reason: describeError(error) };
    }
  }

  async function measure(key: BlockKey, previous: string | null): Promise<BlockOutcome> {
    const { openWorker } = transportOf(plan.suite, key.transport);
    const { startedMs, outcome } = await stage.hold(key, async (side) => {
      const start = performance.now();
      const worker = openWorker ? stage.link : null;
      const batch = batches.get(idOf(key));
      const { outcome, roundTrips } = await measureBlock(side, timing, mainClockStepMs, batch, worker);
      return { result: { startedMs: start, outcome }, roundTrips };
    });
    if (outcome.status !== 'measured') return outcome;
    batches.set(idOf(key), outcome.batch);
    return { ...outcome, startedMs, after: previous };
  }
}

function idOf({ transport, parameter }: BlockKey): string {
  return `${transport}/${parameter}`;
}

/** Why an engine lacks what a transport needs; `undefined` if it lacks nothing. */
function lackOf(needs: readonly Need[], isolation: Isolation): string | undefined {
  return needs.map((need) => LACKS[need](isolation)).find((reason) => reason !== undefined);
}

const LACKS: Record<Need, (isolation: Isolation) => string | undefined> = {
  'shared-memory': ({ sharedMemory }) =>
    sharedMemory === 'posted' ? undefined : `a shared WebAssembly.Memory cannot be posted: ${sharedMemory}`,
  'compile-streaming': () =>
    typeof WebAssembly.compileStreaming === 'function'
      ? undefined
      : 'WebAssembly.compileStreaming is not a function here',
  'wait-async': () =>
    typeof Atomics.waitAsync === 'function' ? undefined : 'Atomics.waitAsync is not a function here',
};
