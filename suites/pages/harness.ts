import type { PageMessage } from '../../results/schema/page-message.ts';
import { geometricMean } from '../../results/statistics/estimate.ts';
import { blockValuesMs } from '../../results/summary/blocks.ts';
import { cyclesOf, Entrant, runRound } from '../client/rounds.ts';
import { settle } from '../client/settle.ts';
import { Stage } from '../client/stage.ts';
import { warmUp } from '../client/warm-up.ts';
import { measureClockStepMs } from '../parts/clock.ts';
import type { HarnessPlan, SideKey } from '../plan/plan.ts';
import { shuffler } from '../plan/shuffle.ts';

/** Alternates each transport with its hand-written loop on one worker, and pushes the two times of each pair. */
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
  { rounds, timing, seed }: HarnessPlan,
  clockStepMs: number,
  key: SideKey,
  push: (message: PageMessage) => Promise<void>,
): Promise<void> {
  const shuffle = shuffler(`${seed}/${key.transport}/${key.sizeBytes}`);
  const [suiteMs, byHandMs] = await stage.hold([key, { ...key, form: 'hand-written' }], async (sides) => {
    const entrants: Entrant[] = [];
    for (const [number, side] of sides.entries()) {
      const found = await side.turn(() => warmUp(side, timing, clockStepMs));
      if ('status' in found) throw new Error(found.reason);
      entrants.push(new Entrant(side, number, found, timing, clockStepMs));
    }
    for (let round = 0; round < rounds; round++) {
      const cycles = Array.from({ length: cyclesOf({ rivals: entrants, controls: [] }, timing) }, () =>
        shuffle(entrants),
      );
      await runRound(round, cycles);
    }
    return entrants.map((entrant) => {
      const outcome = entrant.outcome();
      return geometricMean(blockValuesMs(outcome.samplesMs, outcome));
    });
  });
  const { transport, sizeBytes } = key;
  await push({
    kind: 'harness',
    transport,
    sizeBytes,
    suiteMs: suiteMs ?? Number.NaN,
    byHandMs: byHandMs ?? Number.NaN,
  });
}
