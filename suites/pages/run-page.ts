import type { Isolation } from '../../results/schema/launch.ts';
import type { BlockOutcome, PageMessage } from '../../results/schema/page-message.ts';
import { measureBlock } from '../client/block.ts';
import { measureClockStepMs } from '../client/clock.ts';
import { probeIsolation } from '../client/isolation.ts';
import { transportOf } from '../client/methods.ts';
import { settle } from '../client/settle.ts';
import { Stage } from '../client/stage.ts';
import { WorkerLink } from '../client/worker-link.ts';
import { describeError, Unsupported } from '../parts/errors.ts';
import type { BlockKey, MeasurePlan, PagePlan } from '../plan/plan.ts';
import type { Need } from '../transport.ts';
import { bumpFromMain } from './bump.ts';
import { claimsPage } from './claims.ts';
import { harnessPage } from './harness.ts';
import { pressurePage } from './watch.ts';

type Push = (message: PageMessage) => Promise<void>;

/** Does what one page is told, and pushes each finding as soon as it stands. */
export async function runPage(plan: Exclude<PagePlan, { kind: 'go' }>, push: Push): Promise<void> {
  switch (plan.kind) {
    case 'measure':
      return measurePage(plan, push);
    case 'pressure':
      return pressurePage(plan, push);
    case 'harness':
      return harnessPage(plan, push);
    case 'claims':
      return claimsPage(plan, push);
    case 'bump': {
      const link = new WorkerLink();
      await push({ kind: 'bump', ...(await bumpFromMain(link)) });
      return link.end();
    }
  }
}

async function measurePage(plan: MeasurePlan, push: Push): Promise<void> {
  const { sizeBytes, timing } = plan;
  const stage = new Stage(plan.suite, sizeBytes);
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
    const outcome = await attemptBlock(block, after);
    if (outcome.status !== 'measured') ended.add(idOf(block));
    if (outcome.status === 'failed') stage.replaceWorkers();
    await push({ kind: 'block', ...block, sizeBytes, outcome });
    if (outcome.status !== 'unsupported') after = block.transport;
  }
  stage.end();

  async function attemptBlock(key: BlockKey, previous: string | null): Promise<BlockOutcome> {
    try {
      return await Promise.race([block(key, previous), stage.failure]);
    } catch (error) {
      if (error instanceof Unsupported) return { status: 'unsupported', reason: error.message };
      return { status: 'failed', reason: describeError(error) };
    }
  }

  async function block(key: BlockKey, previous: string | null): Promise<BlockOutcome> {
    const { needs, openWorker } = transportOf(plan.suite, key.transport);
    const lack = lackOf(needs, isolation);
    if (lack !== undefined) return { status: 'unsupported', reason: lack };

    const side = await stage.open(key);
    const startedMs = performance.now();
    const worker = openWorker ? stage.link : null;
    const { outcome, roundTrips } = await measureBlock(
      side,
      timing,
      mainClockStepMs,
      batches.get(idOf(key)),
      worker,
    );
    await stage.close(side, roundTrips);
    if (outcome.status !== 'measured') return outcome;
    batches.set(idOf(key), outcome.batch);
    return { ...outcome, startedMs, after: previous };
  }
}

function idOf({ transport, parameter }: BlockKey): string {
  return `${transport}/${parameter}`;
}

/** Why an engine cannot do what a transport needs; `undefined` where it can. */
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
