import type { WorkerOutcome } from '../../results/schema/cell.ts';
import type { Isolation, Round } from '../../results/schema/launch.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import { Disturbance } from '../client/disturbance.ts';
import { type HeldSide, SideError } from '../client/hold.ts';
import { probeIsolation } from '../client/isolation.ts';
import { isOfUser, transportOf } from '../client/methods.ts';
import { type Contest, cyclesOf, Entrant, hasRound, roundsOf, runRound } from '../client/rounds.ts';
import { settle } from '../client/settle.ts';
import { Stage } from '../client/stage.ts';
import { makeRoundTrips } from '../client/turn.ts';
import { warmUp } from '../client/warm-up.ts';
import { measureClockStepMs } from '../parts/clock.ts';
import { newWideMemory } from '../parts/memory.ts';
import type { Group, MeasurePlan, SideKey } from '../plan/plan.ts';
import { type Shuffle, shuffler } from '../plan/shuffle.ts';
import type { Need } from '../transport.ts';

/** A page that says nothing for minutes is taken to hang. */
const ALIVE_EVERY_MS = 10_000;

type Push = (message: PageMessage) => Promise<void>;
type Ended = Exclude<WorkerOutcome, { status: 'measured' }>;

/** Measures the groups of one page with one worker after another, and reports when a worker has finished. */
export async function measurePage(plan: MeasurePlan, push: Push): Promise<void> {
  const announce = (key: SideKey) => push({ kind: 'turn', ...key });
  const stage = plan.isCareful ? new Stage(plan.suite, announce) : new Stage(plan.suite);
  try {
    await measureOn(stage, plan, push);
  } finally {
    stage.end();
  }
}

async function measureOn(stage: Stage, plan: MeasurePlan, push: Push): Promise<void> {
  const { stepMs: workerClockStepMs } = await stage.link.call({ kind: 'clock' }, 'clock');
  const mainClockStepMs = measureClockStepMs();
  const isolation = await probeIsolation(stage.link);
  const sizesBytes = [...new Set(plan.groups.map(({ sizeBytes }) => sizeBytes))];
  const { userAgent } = navigator;
  await push({
    kind: 'page',
    suite: plan.suite,
    page: { sizesBytes, userAgent, isolation, mainClockStepMs, workerClockStepMs },
  });
  await settle(plan.settleMs);

  const ended = new Map<string, Ended>();
  const all = plan.groups.flatMap(({ sides }) => sides);
  for (const key of all) {
    const reason = lackOf(transportOf(plan.suite, key.transport).needs, isolation);
    if (reason !== undefined) ended.set(idOf(key), { status: 'unsupported', reason });
  }
  const shuffle = shuffler(plan.seed);
  const disturbance = new Disturbance();
  // Another worker would measure the same again if no transport uses it.
  const isUsed = all.some(({ transport }) => transportOf(plan.suite, transport).openWorker);
  const workers = isUsed ? plan.workers : 1;
  for (let worker = 0; worker < workers; worker++) {
    const measured = await measureWorker(stage, plan, mainClockStepMs, { ended, shuffle, disturbance, push });
    stage.end();
    const without = uniqueKeys(all).flatMap((key) => {
      const outcome = ended.get(idOf(key));
      return outcome ? [{ ...key, outcome }] : [];
    });
    await push({ kind: 'worker', rounds: measured.rounds, cells: [...measured.cells, ...without] });
  }
  disturbance.end();
}

interface Context {
  /** The cells that have no figure on this page. */
  readonly ended: Map<string, Ended>;
  readonly shuffle: Shuffle;
  readonly disturbance: Disturbance;
  readonly push: Push;
}

/** If a transport fails, the whole worker is measured again without that transport: the others’ state is unknown. */
async function measureWorker(
  stage: Stage,
  plan: MeasurePlan,
  clockStepMs: number,
  context: Context,
): Promise<WorkerReport> {
  const { ended, push } = context;
  for (;;) {
    const groups = plan.groups
      .map((group) => ({ ...group, sides: group.sides.filter((key) => !ended.has(idOf(key))) }))
      .filter(({ sides }) => sides.length > 0);
    const keys = groups.flatMap(({ sides }) => sides);
    try {
      const workers = await stage.start(keys);
      await push({ kind: 'threads', workers });
      return await new WorkerPass(stage, plan, clockStepMs, context).run(groups);
    } catch (error) {
      if (!(error instanceof SideError)) throw error;
      ended.set(idOf(error.key), error.outcome);
    }
  }
}

/** All rounds of one worker. */
class WorkerPass {
  readonly #stage: Stage;
  readonly #plan: MeasurePlan;
  readonly #clockStepMs: number;
  readonly #context: Context;
  readonly #rounds: Round[] = [];
  readonly #cells: WorkerReport['cells'] = [];
  #saidMs = performance.now();

  constructor(stage: Stage, plan: MeasurePlan, clockStepMs: number, context: Context) {
    this.#stage = stage;
    this.#plan = plan;
    this.#clockStepMs = clockStepMs;
    this.#context = context;
  }

  async run(groups: readonly Group[]): Promise<WorkerReport> {
    const together = groups.filter(({ isExclusive }) => !isExclusive);
    await this.#hold(together);
    for (const group of groups) {
      if (!group.isExclusive) continue;
      for (const key of this.#context.shuffle(group.sides)) await this.#hold([{ ...group, sides: [key] }]);
    }
    return { rounds: this.#rounds, cells: this.#cells };
  }

  /** Opens the sides of these groups at once, and runs their rounds. */
  async #hold(groups: readonly Group[]): Promise<void> {
    const keys = uniqueKeys(groups.flatMap(({ sides }) => sides));
    const { rounds, timing, takesTurns } = this.#plan;
    const { shuffle } = this.#context;
    const entrants = await this.#stage.hold(keys, async (sides) => {
      await this.#placeOthers(sides.filter(({ key }) => isOfUser(key.transport)));
      const entered = await this.#enter(sides);
      const contests = groups.map(({ sizeBytes, parameter, roundsMs, sides: own }) => {
        const ids = own.map(idOf);
        const contest = this.#contestOf(entered.filter(({ side }) => ids.includes(idOf(side.key))));
        return {
          sizeBytes,
          parameter,
          contest,
          rounds: roundsOf(contest, timing, { most: rounds, roundsMs }),
        };
      });
      for (let pass = 0; pass < rounds; pass++) {
        for (const { sizeBytes, parameter, contest, rounds: own } of shuffle(contests)) {
          // Two pages that take turns have the same round in the same pass, as their rounds are compared in pairs.
          const isDue = takesTurns ? pass < own : hasRound(own, pass, rounds);
          if (!isDue || contest.rivals.length === 0) continue;
          const done = await this.#round(contest);
          this.#rounds.push({ sizeBytes, parameter, ...done });
          await this.#sayAlive();
        }
        if (takesTurns) await this.#context.push({ kind: 'alive' });
      }
      return entered;
    });
    this.#cells.push(
      ...entrants.map((entrant) => ({ ...entrant.side.key, outcome: entrant.lack ?? entrant.outcome() })),
    );
  }

  /** A user's module may have started threads, which run for sure once it has made a round trip. */
  async #placeOthers(sides: readonly HeldSide[]): Promise<void> {
    if (sides.length === 0) return;
    for (const side of sides) if (!side.main.samples) await side.turn(() => makeRoundTrips(side, 1));
    await this.#context.push({ kind: 'opened' });
  }

  /** Controls alone are each other's rivals. */
  #contestOf(entrants: readonly Entrant[]): Contest {
    const isControl = ({ side }: Entrant) => this.#plan.controls.includes(side.key.transport);
    const rivals = entrants.filter((entrant) => !isControl(entrant));
    return rivals.length > 0
      ? { rivals, controls: entrants.filter(isControl) }
      : { rivals: entrants, controls: [] };
  }

  #round(contest: Contest): Promise<Awaited<ReturnType<typeof runRound>>> {
    const { shuffle, disturbance } = this.#context;
    const { rivals, controls } = contest;
    const numbers = Array.from({ length: cyclesOf(contest, this.#plan.timing) }, (_, cycle) => cycle);
    // In any cycle, so that its neighbours are those of the rivals.
    const turns = controls.map((control) => ({ control, cycle: shuffle(numbers)[0] }));
    const cycles = numbers.map((number) =>
      shuffle([...rivals, ...turns.flatMap(({ control, cycle }) => (cycle === number ? control : []))]),
    );
    const number = this.#rounds.length;
    return disturbance.undisturbed(
      () => runRound(number, cycles),
      () => {
        for (const entrant of [...rivals, ...controls]) entrant.forget(number);
      },
    );
  }

  /** Rarely, as a message costs the runner and the browser time. */
  async #sayAlive(): Promise<void> {
    if (performance.now() - this.#saidMs < ALIVE_EVERY_MS) return;
    this.#saidMs = performance.now();
    await this.#context.push({ kind: 'alive' });
  }

  /** Warms each side up; leaves out those whose time the clock cannot resolve. */
  async #enter(sides: readonly HeldSide[]): Promise<Entrant[]> {
    const { timing, transports } = this.#plan;
    const { disturbance, ended } = this.#context;
    const entrants: Entrant[] = [];
    for (const side of sides) {
      const found = await disturbance.undisturbed(() =>
        side.turn(() => warmUp(side, timing, this.#clockStepMs)),
      );
      await this.#sayAlive();
      if ('status' in found) {
        ended.set(idOf(side.key), found);
        continue;
      }
      const number = transports.indexOf(side.key.transport);
      entrants.push(new Entrant(side, number, found, timing, this.#clockStepMs));
    }
    return entrants;
  }
}

function idOf({ transport, parameter, sizeBytes }: SideKey): string {
  return `${transport}/${parameter}/${sizeBytes}`;
}

/** A control is in several groups if the suite has a parameter that it does not vary with. */
function uniqueKeys(keys: readonly SideKey[]): SideKey[] {
  return [...new Map(keys.map((key) => [idOf(key), key])).values()];
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
  memory64: () => {
    try {
      newWideMemory(0);
      return undefined;
    } catch (error) {
      return `a memory with 64-bit addresses cannot be made: ${(error as Error).message}`;
    }
  },
  'wait-async': () =>
    typeof Atomics.waitAsync === 'function' ? undefined : 'Atomics.waitAsync is not a function here',
};
