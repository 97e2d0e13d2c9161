import type { BlockOutcome, Isolation, PageMessage } from '../results/schema.ts';
import { measureBlock } from './block.ts';
import { bumpFromMain } from './bump.ts';
import { measureClockStepMs } from './clock.ts';
import { harnessPage } from './harness.ts';
import { probeIsolation } from './isolation.ts';
import type { MeasurePlan, PagePlan } from './plan.ts';
import { pressurePage } from './pressure.ts';
import { describeError } from './protocol.ts';
import { settle } from './settle.ts';
import { Stage, transportNamed } from './stage.ts';
import type { Need } from './transport.ts';
import { WorkerLink } from './worker-link.ts';

type Push = (message: PageMessage) => Promise<void>;

/** Does what one page is told, and pushes each finding as soon as it stands. */
export async function runPage(plan: PagePlan, push: Push): Promise<void> {
  switch (plan.kind) {
    case 'measure':
      return measurePage(plan, push);
    case 'pressure':
      return pressurePage(plan, push);
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
  const { sizeBytes, timing } = plan;
  const stage = new Stage(sizeBytes);
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
  for (const transport of plan.blocks) {
    if (ended.has(transport)) continue;
    const outcome = await attemptBlock(transport, after);
    if (outcome.status !== 'measured') ended.add(transport);
    if (outcome.status === 'failed') stage.replaceWorker();
    await push({ kind: 'block', transport, sizeBytes, outcome });
    if (outcome.status !== 'unsupported') after = transport;
  }
  stage.end();

  async function attemptBlock(name: string, previous: string | null): Promise<BlockOutcome> {
    try {
      return await Promise.race([block(name, previous), stage.link.failure]);
    } catch (error) {
      return { status: 'failed', reason: describeError(error) };
    }
  }

  async function block(name: string, previous: string | null): Promise<BlockOutcome> {
    const { needs, openWorker } = transportNamed(name);
    const lack = lackOf(needs, isolation);
    if (lack !== undefined) return { status: 'unsupported', reason: lack };

    const side = await stage.open(name);
    const startedMs = performance.now();
    const worker = openWorker ? stage.link : null;
    const { outcome, roundTrips } = await measureBlock(
      side,
      timing,
      mainClockStepMs,
      batches.get(name),
      worker,
    );
    await stage.close(side, roundTrips);
    if (outcome.status !== 'measured') return outcome;
    batches.set(name, outcome.batch);
    return { ...outcome, startedMs, after: previous };
  }
}

/** Why an engine cannot do what a transport needs; `undefined` where it can. */
function lackOf(needs: readonly Need[], isolation: Isolation): string | undefined {
  return needs.map((need) => LACKS[need](isolation)).find((reason) => reason !== undefined);
}

const LACKS: Record<Need, (isolation: Isolation) => string | undefined> = {
  'shared-memory': ({ sharedMemory }) =>
    sharedMemory === 'posted' ? undefined : `a shared WebAssembly.Memory cannot be posted: ${sharedMemory}`,
};
