import { Bench } from 'tinybench';
import type { WorkerOutcome } from '../../results/schema/cell.ts';
import type { Round } from '../../results/schema/launch.ts';
import type { TurnTiming } from '../plan/plan.ts';
import type { OwnSamples } from '../transport.ts';
import type { HeldSide } from './hold.ts';
import { MIN_CLOCK_STEPS, makeRoundTrips, timeSample } from './turn.ts';
import type { WarmUp } from './warm-up.ts';

/** The turn before has no visible effect on a round trip that takes this long: it needs no unmeasured one first. */
const LONG_MS = 10;

type Measured = Extract<WorkerOutcome, { status: 'measured' }>;
type Unsupported = Extract<WorkerOutcome, { status: 'unsupported' }>;

const NO_SAMPLES: OwnSamples = { samplesMs: [], warmup: 0, warmupMs: 0 };

interface Totals {
  roundTrips: number;
  measuredMs: number;
  ownWarmupRoundTrips: number;
  ownWarmupMs: number;
}

/** The state of an entrant before a round. */
interface Before {
  readonly round: number;
  readonly totals: Totals;
  readonly messages: object | null;
  readonly lack: Unsupported | undefined;
}

/** One transport in the rounds of its size: what it has measured so far. */
export class Entrant {
  readonly side: HeldSide;
  /** The number of its transport in the suite's list. */
  readonly number: number;
  readonly #warmUp: WarmUp;
  readonly #timing: TurnTiming;
  readonly #leastMs: number;
  readonly #samplesMs: number[] = [];
  readonly #blocks: { readonly round: number; samples: number }[] = [];
  #totals: Totals = { roundTrips: 0, measuredMs: 0, ownWarmupRoundTrips: 0, ownWarmupMs: 0 };
  /** The totals before its first turn of the last round, should that round be forgotten. */
  #before: Before | undefined;
  #ownBatch: number | undefined;
  #lack: Unsupported | undefined;

  constructor(side: HeldSide, number: number, warmUp: WarmUp, timing: TurnTiming, clockStepMs: number) {
    this.side = side;
    this.number = number;
    this.#warmUp = warmUp;
    this.#timing = timing;
    this.#leastMs = MIN_CLOCK_STEPS * clockStepMs;
  }

  /** Why it has no samples, if its transport takes its own and can take none. */
  get lack(): Unsupported | undefined {
    return this.#lack;
  }

  /** How long a turn will take, with the round trip that is not measured. */
  get expectedMs(): number {
    const { batch, roundTripMs } = this.#warmUp;
    const unmeasured = roundTripMs < LONG_MS ? 1 : 0;
    return this.side.main.samples ? this.#timing.ownSamplesMs : (batch + unmeasured) * roundTripMs;
  }

  /**
   * Takes one turn: one sample, or the samples that the transport takes itself.
   * @param isNew Whether another side had the turn before, so that the first round trip is not typical.
   * @returns The cost of the turn in milliseconds.
   */
  turn(round: number, isNew: boolean): Promise<{ readonly sampleMs: number; readonly costMs: number }> {
    const { main } = this.side;
    const { sampleMs, messageTime } = this.#warmUp;
    if (this.#before?.round !== round) {
      const messages = messageTime && { ...messageTime };
      this.#before = { round, totals: { ...this.#totals }, messages, lack: this.#lack };
    }
    if (sampleMs !== null && this.#samplesMs.length === 0) {
      this.#add(round, [sampleMs], 1, sampleMs);
      return Promise.resolve({ sampleMs, costMs: sampleMs });
    }
    return this.side.turn(() => (main.samples ? this.#ownSamples(round) : this.#sample(round, isNew)));
  }

  async #sample(round: number, isNew: boolean) {
    const { batch, roundTripMs, isMeteredInside, messageTime } = this.#warmUp;
    if (isNew && roundTripMs < LONG_MS) await makeRoundTrips(this.side, 1);
    const time = () => timeSample(this.side, batch, this.#leastMs);
    const { roundTrips, durationMs, costMs } =
      isMeteredInside && messageTime ? await messageTime.during(this.side, time) : await time();
    const sampleMs = durationMs / roundTrips;
    this.#add(round, [sampleMs], roundTrips, durationMs);
    return { sampleMs, costMs };
  }

  async #ownSamples(round: number) {
    const start = performance.now();
    const take = async () => {
      const taken = (await this.side.main.samples?.(this.#timing.ownSamplesMs)) ?? NO_SAMPLES;
      if (!('reason' in taken)) {
        this.side.roundTrips += taken.warmup + taken.samplesMs.length * (taken.batch ?? 1);
      }
      return taken;
    };
    const { messageTime } = this.#warmUp;
    const taken = await (messageTime ? messageTime.during(this.side, take) : take());
    const costMs = performance.now() - start;
    if ('reason' in taken) {
      this.#lack = { status: 'unsupported', reason: taken.reason };
      return { sampleMs: costMs, costMs };
    }
    const { samplesMs, batch = 1, warmup, warmupMs } = taken;
    this.#ownBatch = batch;
    this.#totals.ownWarmupRoundTrips += warmup;
    this.#totals.ownWarmupMs += warmupMs;
    this.#add(round, samplesMs, samplesMs.length * batch, costMs - warmupMs);
    return { sampleMs: costMs, costMs };
  }

  /** @throws {Error} if there are no samples, or one is not a time. */
  #add(round: number, samplesMs: readonly number[], roundTrips: number, durationMs: number): void {
    if (samplesMs.length === 0) throw new Error('it took no samples');
    const wrong = samplesMs.find((sampleMs) => !(sampleMs > 0 && sampleMs < Number.POSITIVE_INFINITY));
    if (wrong !== undefined) throw new Error(`a sample of ${wrong} ms is not a time`);
    this.#samplesMs.push(...samplesMs.map((sampleMs) => Number(sampleMs.toPrecision(5))));
    this.#totals.roundTrips += roundTrips;
    this.#totals.measuredMs += durationMs;
    const last = this.#blocks.at(-1);
    if (last?.round === round) last.samples += samplesMs.length;
    else this.#blocks.push({ round, samples: samplesMs.length });
  }

  /** Removes what was measured in a round that was disturbed. */
  forget(round: number): void {
    if (this.#before?.round === round) this.#lack = this.#before.lack;
    const last = this.#blocks.at(-1);
    if (last?.round !== round) return;
    this.#blocks.pop();
    this.#samplesMs.length -= last.samples;
    if (this.#before?.round !== round) return;
    this.#totals = { ...this.#before.totals };
    Object.assign(this.#warmUp.messageTime ?? {}, this.#before.messages);
  }

  /** After the check of its side. */
  outcome(): Measured {
    const { batch, roundTrips, durationMs, messageTime } = this.#warmUp;
    const { ownWarmupRoundTrips, ownWarmupMs, ...measured } = this.#totals;
    return {
      status: 'measured',
      samplesMs: this.#samplesMs,
      batch: this.#ownBatch ?? batch,
      warmupRoundTrips: roundTrips + ownWarmupRoundTrips,
      warmupMs: durationMs + ownWarmupMs,
      ...measured,
      mainThread: messageTime?.totals ?? null,
      movedBytes: this.side.movedBytes,
      blocks: this.#blocks,
    };
  }
}

/** What alternates in the rounds of a group. */
export interface Contest {
  /** They have a turn in each cycle. */
  readonly rivals: readonly Entrant[];
  /** They have one turn a round. */
  readonly controls: readonly Entrant[];
}

/** How many cycles fit into a round: at least one. */
export function cyclesOf({ rivals, controls }: Contest, { cycles, roundMs }: TurnTiming): number {
  const cyclesMs = roundMs - turnsMsOf(controls);
  return Math.max(1, Math.min(cycles, Math.floor(cyclesMs / turnsMsOf(rivals))));
}

/** How many rounds fit into the time of a group: at least one. */
export function roundsOf(
  contest: Contest,
  timing: TurnTiming,
  limits: { readonly most: number; readonly roundsMs: number },
): number {
  const roundMs = cyclesOf(contest, timing) * turnsMsOf(contest.rivals) + turnsMsOf(contest.controls);
  return Math.max(1, Math.min(limits.most, Math.floor(limits.roundsMs / roundMs)));
}

/** Whether a group has one of its rounds in this pass over all groups. They are spread evenly, as rounds next to each other are alike. */
export function hasRound(rounds: number, pass: number, passes: number): boolean {
  const roundsBefore = (passesBefore: number) =>
    Math.floor((2 * passesBefore * rounds + passes) / (2 * passes));
  return roundsBefore(pass + 1) > roundsBefore(pass);
}

function turnsMsOf(entrants: readonly Entrant[]): number {
  return entrants.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
}

/** Runs the cycles of a round: every entrant of a cycle has one turn in it. tinybench runs the turns one after another, each as a task of its own. */
export async function runRound(
  round: number,
  cycles: readonly (readonly Entrant[])[],
): Promise<Pick<Round, 'startedMs' | 'order'>> {
  const bench = new Bench({ warmup: false, time: 0, iterations: 1, throws: true });
  let last: Entrant | undefined;
  for (const [cycle, entrants] of cycles.entries()) {
    for (const [turn, entrant] of entrants.entries()) {
      bench.add(
        `${cycle} ${turn}`,
        async () => {
          const { sampleMs, costMs } = await entrant.turn(round, entrant !== last);
          last = entrant;
          return { overriddenDuration: sampleMs, overriddenIterationCost: costMs };
        },
        { async: true },
      );
    }
  }
  const startedMs = performance.now();
  await bench.run();
  return { startedMs, order: cycles.map((entrants) => entrants.map(({ number }) => number)) };
}
