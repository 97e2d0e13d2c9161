import { reasonFrom } from '../../suites/parts/errors.ts';
import type { SideKey } from '../../suites/plan/plan.ts';
import { inOneLaunch } from '../../suites/plan/schedule.ts';
import { outOfMemoryKills } from '../machine/room.ts';
import { LaunchPart, type PartPlan } from './launch-part.ts';
import { withIsolation } from './measurement.ts';
import { EngineGone, runSession } from './run-session.ts';

/** How a launch ended. */
interface LaunchEnd {
  /** How many parts were measured to their end. */
  readonly completed: number;
  /** Why the part after them was not; `undefined` if all were. */
  readonly lost: LostPart | undefined;
}

/** A part of a launch that failed before its end. */
interface LostPart {
  readonly reason: string;
  /** The cell that was being measured, as a careful page said; `undefined` if no page was careful, and between two pages. */
  readonly inFlight: SideKey | undefined;
}

/** Measures the parts, one suite after another, in one fresh start of the engine. */
export async function measureLaunch(
  plans: readonly [PartPlan, ...PartPlan[]],
  silenceMs: number,
): Promise<LaunchEnd> {
  const [first] = plans;
  const { run, found, server } = first.state.measurement;
  const pages = inOneLaunch(plans.map((plan) => plan.pages));
  const placed = new Set<number>();
  let completed = 0;
  let pagesLeft = first.pages.length;
  let part = await LaunchPart.begin(first, placed);
  const session = server.open(withIsolation(run, pages), async (message) => {
    if (message.kind === 'page') {
      const next = pagesLeft === 0 ? plans[completed + 1] : undefined;
      if (next) {
        await part.complete();
        completed++;
        part = await LaunchPart.begin(next, placed);
        pagesLeft = next.pages.length;
      }
      pagesLeft--;
    }
    await part.hear(message);
  });
  const killsBefore = await outOfMemoryKills();
  try {
    await runSession(session, found.open(session.client), silenceMs);
  } catch (error) {
    part.abandon();
    const { message } = error as Error;
    const isLocalExit = error instanceof EngineGone && found.unwatchable === undefined;
    const isOutOfMemory = isLocalExit && (await outOfMemoryKills()) !== killsBefore;
    const reason = reasonFrom(
      isOutOfMemory ? `out of memory: the system killed a process, and ${message}` : message,
    );
    return { completed, lost: { reason, inFlight: part.inFlight } };
  } finally {
    session.close();
  }
  await part.complete();
  return { completed: plans.length, lost: undefined };
}
