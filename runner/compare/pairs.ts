import type { ComparedPairs, Measured, NotCompared } from '../../results/comparison/comparison.ts';
import type { Pair } from '../../results/comparison/verdicts.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { geometricMean, median } from '../../results/statistics/estimate.ts';
import { blockValuesMs } from '../../results/summary/blocks.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import { schedule, sidesAt } from '../../suites/plan/schedule.ts';
import type { Found } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { placerOf } from '../measure/placement.ts';
import { runSession } from '../measure/run-session.ts';
import type { Server } from '../serve/server.ts';

/** Fixed in advance, because adding launches after looking at the result would raise the rate of false alarms. */
export const PAIRS = 20;

type ArmName = 'base' | 'head';

/** In a launch both arms of one page have this many rounds with each of its workers. */
const IN_ONE_PAGE = { workers: 2, rounds: 4 };

/** What a comparison measures in one engine. */
export interface Plan {
  readonly run: Run;
  readonly suite: SuiteInfo;
  readonly engine: StartedEngineName;
  /** Called after each launch with the number of finished launches. */
  readonly progress: (launches: number, of: number) => void;
}

/** The server of an arm's pages, and the engine that opens them. */
export interface Place {
  readonly found: Found;
  readonly server: Server;
}

/**
 * Compares transports that can share a page, each of the base with its counterpart of the head: they alternate in the rounds of a
 * page. A pair is the two values of one launch, because what is measured in one launch is not independent. The cells are named after
 * the head's transports.
 */
export async function pairsInOnePage(
  { run, suite, engine, progress }: Plan,
  place: Place,
  transports: Readonly<Record<ArmName, readonly string[]>>,
): Promise<Measured> {
  const collector = new PairCollector(engine, suite);
  for (let launch = 0; launch < PAIRS; launch++) {
    const pages = schedule(run, { engine, suite, launch }).map((page) => ({ ...page, ...IN_ONE_PAGE }));
    const values = await valuesOf(pages, { engine, suite }, place);
    for (const sizeBytes of suite.sizesBytes) {
      for (const [at, head] of transports.head.entries()) {
        const base = transports.base[at] ?? head;
        collector.add(head, sizeBytes, false, values.of(base, sizeBytes), values.of(head, sizeBytes));
      }
    }
    progress(launch + 1, PAIRS);
  }
  return collector.measured();
}

/** Compares two builds of an engine, or of the suite. A pair is one launch of each, and their order alternates (ABBA). */
export async function pairsOfLaunches(
  { run, suite, engine, progress }: Plan,
  places: { readonly base: Place; readonly head: Place },
): Promise<Measured> {
  const controls = controlsOf(
    suite,
    suite.transports.map(({ name }) => name),
  );
  const collector = new PairCollector(engine, suite);
  const baseLeads = run.seed % 2 === 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    // Both arms run the same pages in the same order.
    const pages = schedule(run, { engine, suite, launch: pair });
    const arms = inOrder((pair % 2 === 0) === baseLeads);
    const values: Partial<Record<ArmName, LaunchValues>> = {};
    for (const arm of arms) {
      values[arm] = await valuesOf(pages, { engine, suite }, places[arm]);
      progress(2 * pair + arms.indexOf(arm) + 1, 2 * PAIRS);
    }
    for (const sizeBytes of suite.sizesBytes) {
      for (const { transport } of sidesAt(suite, sizeBytes)) {
        const [base = NOT_REACHED, head = NOT_REACHED] = [values.base, values.head].map((own) =>
          own?.of(transport, sizeBytes),
        );
        collector.add(transport, sizeBytes, controls.includes(transport), base, head);
      }
    }
  }
  return collector.measured();
}

function inOrder(baseFirst: boolean): readonly ArmName[] {
  return baseFirst ? ['base', 'head'] : ['head', 'base'];
}

/** The controls of the given transports, each once. */
function controlsOf({ transports }: SuiteInfo, names: readonly string[]): string[] {
  const own = transports.filter(({ name }) => names.includes(name)).flatMap(({ controls }) => controls);
  return [...new Set(own)];
}

/** Keeps the controls that bound a transport at their size, and names each cell's control. The other controls are irrelevant. */
function withFittingControls(suite: SuiteInfo, cells: readonly ComparedPairs[]): ComparedPairs[] {
  const fitting = new Map(
    cells.filter(({ isControl }) => !isControl).map((cell) => [cell, fittingControl(suite, cells, cell)]),
  );
  const bounds = [...fitting.values()];
  return cells
    .filter((one) => !one.isControl || bounds.includes(one))
    .map((one) => ({ ...one, control: fitting.get(one)?.cell.transport ?? null }));
}

/** The control that bounds a cell: the slowest of its transport’s controls at its size. */
function fittingControl(
  { transports }: SuiteInfo,
  cells: readonly ComparedPairs[],
  { cell }: Pick<ComparedPairs, 'cell'>,
): ComparedPairs | undefined {
  const own = transports.find(({ name }) => name === cell.transport)?.controls ?? [];
  const baseMs = ({ pairs }: ComparedPairs) => median(pairs.map((pair) => pair.baseMs));
  const [slowest] = cells
    .filter(
      (one) => one.isControl && one.cell.sizeBytes === cell.sizeBytes && own.includes(one.cell.transport),
    )
    .sort((a, b) => baseMs(b) - baseMs(a));
  return slowest;
}

type NoFigure = Pick<NotCompared, 'status' | 'reason'>;

const NOT_REACHED: NoFigure = { status: 'failed', reason: 'the page ended before this transport' };

/** What one launch measured: by transport and size, the values of its rounds, or why there are none. */
class LaunchValues {
  readonly #rounds = new Map<string, number[]>();
  readonly #without = new Map<string, NoFigure>();

  add({ cells }: WorkerReport): void {
    for (const { transport, sizeBytes, outcome } of cells) {
      const key = `${transport} ${sizeBytes}`;
      if (outcome.status === 'measured') {
        const known = this.#rounds.get(key) ?? [];
        this.#rounds.set(key, [...known, ...blockValuesMs(outcome.samplesMs, outcome)]);
      } else {
        const status = outcome.status === 'unsupported' ? 'unsupported' : 'failed';
        this.#without.set(key, { status, reason: `${outcome.status}: ${outcome.reason}` });
      }
    }
  }

  of(transport: string, sizeBytes: number): number | NoFigure {
    const key = `${transport} ${sizeBytes}`;
    const rounds = this.#rounds.get(key);
    return this.#without.get(key) ?? (rounds ? geometricMean(rounds) : NOT_REACHED);
  }
}

interface What {
  readonly engine: StartedEngineName;
  readonly suite: SuiteInfo;
}

/**
 * Runs pages in one launch, and again from the start if the launch fails.
 * @throws {Error} if it fails again.
 */
async function valuesOf(pages: readonly MeasurePlan[], what: What, place: Place): Promise<LaunchValues> {
  try {
    return await attempt(pages, what, place);
  } catch {
    return attempt(pages, what, place);
  }
}

async function attempt(
  pages: readonly MeasurePlan[],
  { engine, suite }: What,
  { found, server }: Place,
): Promise<LaunchValues> {
  const placer = await placerOf(suite.placement, ENGINES[engine].threads, found.unwatchable !== undefined);
  const values = new LaunchValues();
  const session = server.open(pages, async (message: PageMessage) => {
    if (message.kind === 'threads' && !('reason' in placer)) await placer.place(message.workers);
    if (message.kind === 'worker') values.add(message);
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    session.close();
  }
  return values;
}

/** Collects pairs by cell, in the order in which they were measured. */
class PairCollector {
  readonly #suite: SuiteInfo;
  readonly #engine: EngineName;
  readonly #cells = new Map<string, Omit<ComparedPairs, 'pairs'> & { pairs: Pair[] }>();
  readonly #notCompared = new Map<string, NotCompared>();

  constructor(engine: EngineName, suite: SuiteInfo) {
    this.#engine = engine;
    this.#suite = suite;
  }

  add(
    transport: string,
    sizeBytes: number,
    isControl: boolean,
    base: number | NoFigure,
    head: number | NoFigure,
  ): void {
    const id = `${transport} ${sizeBytes}`;
    const cell = { engine: this.#engine, suite: this.#suite.name, transport, parameter: null, sizeBytes };
    if (typeof base === 'number' && typeof head === 'number') {
      const known = this.#cells.get(id) ?? { cell, isControl, control: null, pairs: [] };
      known.pairs.push({ baseMs: base, headMs: head });
      this.#cells.set(id, known);
      return;
    }
    const reasons = Object.entries({ base, head }).flatMap(([arm, one]) =>
      typeof one === 'number' ? [] : [`${arm}: ${one.reason}`],
    );
    const isUnsupported = [base, head].every(
      (one) => typeof one !== 'number' && one.status === 'unsupported',
    );
    this.#notCompared.set(id, {
      ...cell,
      status: isUnsupported ? 'unsupported' : 'failed',
      reason: reasons.join('; '),
    });
  }

  /** Leaves out each cell that lacks a figure in any pair. */
  measured(): Measured {
    const complete = [...this.#cells].filter(([id]) => !this.#notCompared.has(id)).map(([, cell]) => cell);
    return {
      compared: withFittingControls(this.#suite, complete),
      notCompared: [...this.#notCompared.values()],
    };
  }
}
