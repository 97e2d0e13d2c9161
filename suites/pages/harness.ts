import type { PageMessage } from '../../results/schema/page-message.ts';
import { interquartileMean } from '../../results/statistics/estimate.ts';
import { cyclesOf, Entrant, runRound } from '../client/rounds.ts';
import { settle } from '../client/settle.ts';
import { Stage } from '../client/stage.ts';
import { warmUp } from '../client/warm-up.ts';
import { measureClockStepMs } from '../parts/clock.ts';
import type { HarnessPlan, SideKey } from '../plan/plan.ts';
import { shuffler } from '../plan/shuffle.ts';

/** Alternates each transport with its hand-written loop on one worker, and pushes the ratio of the two. */
export async function harnessPage(
  plan: HarnessPlan,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const stage = new Stage(plan.suite);
  try {
    const clockStepMs = measureClockStepMs();
    // A starting worker keeps a core busy, so it starts before the page settles.
    const workers = await stage.start(plan.sides);
    await push({ kind: 'threads', workers });
    await settle(plan.settleMs);
    for (const side of plan.sides) await alternate(stage, plan, clockStepMs, side, push);
  } finally {
    stage.end();
  }
}

async function alternate(
  stage: Stage,
  { pairs, mostMs, timing, seed }: HarnessPlan,
  clockStepMs: number,
  key: SideKey,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const shuffle = shuffler(`${seed}/${key.transport}/${key.sizeBytes}`);
  const ratio = await stage.hold([key, { ...key, form: 'hand-written' }], async (sides) => {
    const entrants: Entrant[] = [];
    for (const [number, side] of sides.entries()) {
      const found = await side.turn(() => warmUp(side, timing, clockStepMs));
      if ('status' in found) throw new Error(found.reason);
      entrants.push(new Entrant(side, number, found, timing, clockStepMs));
    }
    const cycles = cyclesOf({ rivals: entrants, controls: [] }, timing);
    const startMs = performance.now();
    for (let done = 0; done < pairs && performance.now() - startMs < mostMs; done += cycles) {
      const orders = Array.from({ length: cycles }, () => shuffle(entrants));
      await runRound(done, orders);
    }
    const [suiteMs = [], handWrittenMs = []] = entrants.map((entrant) => entrant.outcome().samplesMs);
    // As for the value of a launch: what disturbs a cycle, or a few turns, hardly moves it.
    return Math.exp(
      interquartileMean(suiteMs.map((ms, at) => Math.log(ms / (handWrittenMs[at] ?? Number.NaN)))),
    );
  });
  const { transport, sizeBytes } = key;
  await push({ kind: 'harness', transport, sizeBytes, ratio });
}
