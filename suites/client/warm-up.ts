import type { WorkerOutcome } from '../../results/schema/cell.ts';
import { median } from '../../results/statistics/estimate.ts';
import type { TurnTiming } from '../plan/plan.ts';
import type { HeldSide } from './hold.ts';
import { MessageTime, MIN_CLOCK_STEPS, timeSample } from './turn.ts';

/** For round trips at least this long, reading the clock around the messages adds no visible time. */
const METERED_INSIDE_MS = 1;
/** A round trip of the warm-up that takes this long is a sample too. */
const SAMPLE_FROM_MS = 400;
/** A sample is planned longer than it must be, so that few samples need a second batch. */
const RESERVE = 1.2;

/** What the warm-up of a side found. */
export interface WarmUp {
  /** Round trips per sample. */
  readonly batch: number;
  readonly roundTripMs: number;
  readonly roundTrips: number;
  readonly durationMs: number;
  /** `null`: not measured, as the transport posts nothing, or through a channel of its own, or measures its messages itself. */
  readonly messageTime: MessageTime | null;
  /** Whether the time on messages is measured in the samples too. */
  readonly isMeteredInside: boolean;
  /** The only round trip of the warm-up, if it took so long that it is a sample too; else `null`. */
  readonly sampleMs: number | null;
}

type Saturated = Extract<WorkerOutcome, { status: 'saturated' }>;

/** Makes round trips until they have lasted long enough, and finds how many of them a sample needs. */
export async function warmUp(
  side: HeldSide,
  { warmupMs, warmupRoundTrips, warmupMostMs, turnMs }: TurnTiming,
  clockStepMs: number,
): Promise<WarmUp | Saturated> {
  const messageTime = side.links.length > 0 ? new MessageTime() : null;
  // A transport that takes its own samples has a warm-up of its own.
  if (side.main.samples)
    return {
      batch: 1,
      roundTripMs: 0,
      roundTrips: 0,
      durationMs: 0,
      messageTime,
      isMeteredInside: true,
      sampleMs: null,
    };
  const leastMs = MIN_CLOCK_STEPS * clockStepMs;
  const leastBatch = side.main.leastBatch ?? 1;
  const each: number[] = [];
  const costs: number[] = [];
  let batch = leastBatch;
  let durationMs = 0;
  do {
    const time = () => timeSample(side, batch, leastMs);
    // The first round trip may turn out to be so long that it is a sample. The second half is typical of short ones.
    const isMetered = each.length === 0 || side.roundTrips >= warmupRoundTrips / 2;
    const timed = await (messageTime && isMetered ? messageTime.during(side, time) : time());
    if (each.length === 0 && timed.costMs < SAMPLE_FROM_MS) messageTime?.reset();
    if (timed.durationMs < leastMs) return saturated(timed.durationMs / timed.roundTrips, clockStepMs);
    durationMs += timed.costMs;
    each.push(timed.durationMs / timed.roundTrips);
    costs.push(timed.costMs / timed.roundTrips);
    // The median, as the first round trips are cold and any of them may include a garbage collection.
    batch = Math.max(leastBatch, Math.round((RESERVE * Math.max(leastMs, turnMs)) / median(each)));
  } while (durationMs < warmupMs || (durationMs < warmupMostMs && side.roundTrips < warmupRoundTrips));
  const roundTripMs = median(costs);
  const isSample = side.roundTrips === 1 && roundTripMs >= SAMPLE_FROM_MS;
  const isMeteredInside = median(each) >= METERED_INSIDE_MS;
  if (!isSample && isMeteredInside) messageTime?.reset();
  if (messageTime?.roundTrips === 0 && !isMeteredInside) {
    const { costMs } = await messageTime.during(side, () => timeSample(side, batch, leastMs));
    durationMs += costMs;
  }
  return {
    batch,
    roundTripMs,
    roundTrips: isSample ? 0 : side.roundTrips,
    durationMs: isSample ? 0 : durationMs,
    messageTime,
    isMeteredInside,
    sampleMs: isSample ? median(each) : null,
  };
}

function saturated(roundTripMs: number, clockStepMs: number): Saturated {
  return {
    status: 'saturated',
    reason:
      `a sample cannot last ${MIN_CLOCK_STEPS} clock steps: a step is ${clockStepMs} ms ` +
      `and a round trip takes about ${roundTripMs.toPrecision(2)} ms`,
  };
}
