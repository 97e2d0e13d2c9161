import type { ComparedPairs, Measured, NotCompared } from '../../results/comparison/comparison.ts';
import type { Pair } from '../../results/comparison/verdicts.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { median } from '../../results/statistics/estimate.ts';
import type { SideKey } from '../../suites/plan/plan.ts';
import { schedule, sidesAt } from '../../suites/plan/schedule.ts';
import type { Found } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { placerOf } from '../measure/placement.ts';
import type { Server } from '../serve/server.ts';
import { type CellValue, type Driver, measurePages, type NoValue, type Opening, sideId } from './driver.ts';

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

/** The server of the pages with both arms, and the engine that opens them. */
export interface Place {
  readonly found: Found;
  readonly server: Server;
}

/** The code of an arm with launches of its own, and the engine that runs it. */
export interface LaunchPlace {
  readonly found: Found;
  readonly driver: Driver;
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
    const values = await launchTwice(async () =>
      measurePages(place.server, pages, await openingOf({ engine, suite }, place.found)),
    );
    for (const side of suite.sizesBytes.flatMap((sizeBytes) => sidesAt(suite, sizeBytes))) {
      const at = transports.head.indexOf(side.transport);
      if (at < 0) continue;
      const base = { ...side, transport: transports.base[at] ?? side.transport };
      collector.add(side, false, values.of(base), values.of(side));
    }
    progress(launch + 1, PAIRS);
  }
  return collector.measured();
}

/** Compares two commits, or two builds of an engine. A pair is one launch of each, and their order alternates (ABBA). */
export async function pairsOfLaunches(
  { run, suite, engine, progress }: Plan,
  places: Readonly<Record<ArmName, LaunchPlace>>,
): Promise<Measured> {
  const controls = controlsOf(
    suite,
    suite.transports.map(({ name }) => name),
  );
  const collector = new PairCollector(engine, suite);
  const sides = suite.sizesBytes.flatMap((sizeBytes) => sidesAt(suite, sizeBytes));
  const order = { engine, suite: suite.name, sides, profile: run.profile, seed: run.seed };
  const baseLeads = run.seed % 2 === 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    const arms = inOrder((pair % 2 === 0) === baseLeads);
    const values = { base: new Values([]), head: new Values([]) };
    for (const arm of arms) {
      const { found, driver } = places[arm];
      values[arm] = await launchTwice(async () =>
        // Both arms have the same seed, and so the same order of pages and turns.
        driver.measure({ ...order, launch: pair, ...(await openingOf({ engine, suite }, found)) }),
      );
      progress(2 * pair + arms.indexOf(arm) + 1, 2 * PAIRS);
    }
    for (const side of sides) {
      collector.add(side, controls.includes(side.transport), values.base.of(side), values.head.of(side));
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

interface What {
  readonly engine: StartedEngineName;
  readonly suite: SuiteInfo;
}

/** How the engine is opened in one launch, and its threads are placed. */
async function openingOf({ engine, suite }: What, found: Found): Promise<Opening> {
  const placer = await placerOf(suite.placement, ENGINES[engine].threads, found.unwatchable !== undefined);
  return {
    open: (client) => found.open(client),
    place: async (workers) => {
      if (!('reason' in placer)) await placer.place(workers);
    },
  };
}

/** Runs a launch, and again from the start if it fails. @throws {Error} if it fails again. */
async function launchTwice(launch: () => Promise<readonly CellValue[]>): Promise<Values> {
  try {
    return new Values(await launch());
  } catch {
    return new Values(await launch());
  }
}

/** The values of one launch. */
class Values {
  readonly #values: ReadonlyMap<string, CellValue['valueMs']>;

  constructor(cells: readonly CellValue[]) {
    this.#values = new Map(cells.map((cell) => [sideId(cell), cell.valueMs]));
  }

  of(side: SideKey): number | NoValue {
    return this.#values.get(sideId(side)) ?? { status: 'failed', reason: 'the launch has no value for it' };
  }
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

  add(side: SideKey, isControl: boolean, base: number | NoValue, head: number | NoValue): void {
    const id = sideId(side);
    const cell = { engine: this.#engine, suite: this.#suite.name, ...side };
    if (typeof base === 'number' && typeof head === 'number') {
      const known = this.#cells.get(id) ?? { cell, isControl, control: null, pairs: [] };
      known.pairs.push({ baseMs: base, headMs: head });
      this.#cells.set(id, known);
      return;
    }
    const reasons = Object.entries({ base, head }).flatMap(([arm, one]) =>
      typeof one === 'number' ? [] : [`${arm}: ${one.reason}`],
    );
    const statuses = [base, head].map((one) => (typeof one === 'number' ? 'measured' : one.status));
    const isUnsupported = statuses.includes('absent') || statuses.every((status) => status === 'unsupported');
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
