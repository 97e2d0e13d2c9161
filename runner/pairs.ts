import type { ComparedPairs } from '../results/comparison.ts';
import type { EngineName, PageMessage, Run, SuiteInfo } from '../results/schema.ts';
import { median } from '../results/statistics.ts';
import type { Pair } from '../results/verdicts.ts';
import type { BlockTiming, MeasurePlan } from '../suites/plan.ts';
import { schedule } from '../suites/schedule.ts';
import type { Found } from './engines/engine.ts';
import type { Server } from './server.ts';
import { goThrough } from './until-done.ts';

/** Fixed in advance: to look at the pairs and then take more would find what is not there. */
export const PAIRS = 20;
/** Of arms that share a page: more launches rather than more pairs in one, as the launches differ. */
const PAIRS_A_LAUNCH = 4;

type ArmName = 'base' | 'head';

/**
 * Of blocks in one page. Two that stand side by side share what the system does to both; pairs that are further apart, of
 * blocks twice as long, scattered as much.
 */
const TIMING: BlockTiming = { warmupMs: 5, measuredMs: 15, minSamples: 3 };

/** What a comparison measures, of one engine. */
export interface Plan {
  readonly run: Run;
  readonly suite: SuiteInfo;
  readonly engine: EngineName;
  /** Told after each launch how many of them are over. */
  readonly progress: (launches: number, of: number) => void;
}

/** Where one arm's pages are had, and what opens them. */
export interface Place {
  readonly found: Found;
  readonly server: Server;
}

/**
 * Transports that can live in one page, each of the base beside its counterpart of the head: their blocks alternate there,
 * ABBA, and so does the order of the launches. Each arm brings the controls along, which are the same in both. The cells are
 * named as the head has them.
 */
export async function pairsInOnePage(
  { run, suite, engine, progress }: Plan,
  { found, server }: Place,
  transports: Readonly<Record<ArmName, readonly string[]>>,
): Promise<ComparedPairs[]> {
  const controls = controlsOf(suite, [...transports.base, ...transports.head]);
  const counterparts = [
    ...transports.head.map((head, at) => ({ base: transports.base[at] ?? head, head })),
    ...controls.map((name) => ({ base: name, head: name })),
  ];
  const all = new Collected(engine, suite.name);
  const launches = PAIRS / PAIRS_A_LAUNCH;
  for (let launch = 0; launch < launches; launch++) {
    const planned = schedule(run, { engine, suite, launch }).map((page) => {
      const pairs = Array.from({ length: PAIRS_A_LAUNCH }, (_, pair) =>
        counterparts.map((names) => {
          // The page's own shuffled order says, by chance, which arm leads.
          const baseLeads = page.blocks.findIndex(({ transport }) => transport === names.base) % 2 === 0;
          return { names, arms: inOrder((pair % 2 === 0) === baseLeads) };
        }),
      ).flat();
      const blocks = pairs.flatMap(({ names, arms }) =>
        arms.map((arm) => ({ transport: names[arm], parameter: null })),
      );
      return { pairs, page: { ...page, blocks, timing: TIMING } };
    });
    const outcomes = await blocksOf(
      planned.map(({ page }) => page),
      { found, server },
    );
    for (const [at, { pairs, page }] of planned.entries()) {
      const medians = outcomes[at]?.medians ?? [];
      for (const [pair, { names, arms }] of pairs.entries()) {
        const [first, second] = medians.slice(2 * pair, 2 * pair + 2);
        const [baseMs, headMs] = arms[0] === 'base' ? [first, second] : [second, first];
        all.add(names.head, page.sizeBytes, controls.includes(names.head), baseMs, headMs);
      }
    }
    progress(launch + 1, launches);
  }
  return withFittingControls(suite, all.cells());
}

/** Two builds of an engine, or of the suite: a pair is a launch of each, one after the other, ABBA. */
export async function pairsOfLaunches(
  { run, suite, engine, progress }: Plan,
  places: { readonly base: Place; readonly head: Place },
): Promise<ComparedPairs[]> {
  const controls = controlsOf(
    suite,
    suite.transports.map(({ name }) => name),
  );
  const all = new Collected(engine, suite.name);
  const baseLeads = run.seed % 2 === 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    // Both go through the same pages in the same order.
    const pages = schedule(run, { engine, suite, launch: pair });
    const arms = inOrder((pair % 2 === 0) === baseLeads);
    const medians = { base: new Map<string, number>(), head: new Map<string, number>() };
    for (const arm of arms) {
      for (const outcome of await blocksOf(pages, places[arm])) {
        for (const [at, { transport }] of outcome.page.blocks.entries()) {
          const medianMs = outcome.medians[at];
          if (medianMs !== undefined) medians[arm].set(`${transport} ${outcome.page.sizeBytes}`, medianMs);
        }
      }
      progress(2 * pair + arms.indexOf(arm) + 1, 2 * PAIRS);
    }
    for (const { sizeBytes, blocks } of pages) {
      for (const { transport } of blocks) {
        const [baseMs, headMs] = [medians.base, medians.head].map((own) =>
          own.get(`${transport} ${sizeBytes}`),
        );
        all.add(transport, sizeBytes, controls.includes(transport), baseMs, headMs);
      }
    }
  }
  return withFittingControls(suite, all.cells());
}

function inOrder(baseFirst: boolean): readonly ArmName[] {
  return baseFirst ? ['base', 'head'] : ['head', 'base'];
}

/** The yardsticks of all the transports’ regimes. */
function controlsOf({ transports }: SuiteInfo, names: readonly string[]): string[] {
  const own = transports.filter(({ name }) => names.includes(name)).flatMap(({ controls }) => controls);
  return [...new Set(own)];
}

/** Of the controls at each size, those that bound a transport there. The others tell nothing of it. */
function withFittingControls(suite: SuiteInfo, cells: readonly ComparedPairs[]): ComparedPairs[] {
  const fitting = cells.flatMap((cell) => (cell.isControl ? [] : [fittingControl(suite, cells, cell)]));
  return cells.filter((one) => !one.isControl || fitting.includes(one));
}

/** What bounds a cell: the slowest of its transport’s controls at its size. */
export function fittingControl(
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

interface PageOutcome {
  readonly page: MeasurePlan;
  /** Of its blocks, in their order. */
  readonly medians: readonly number[];
}

/**
 * Goes through pages in one launch.
 * @throws {Error} where a block comes to no figure: then there is nothing to hold against the other arm.
 */
async function blocksOf(pages: readonly MeasurePlan[], { found, server }: Place): Promise<PageOutcome[]> {
  const outcomes = pages.map((page) => ({ page, medians: [] as number[] }));
  let failure: string | undefined;
  let at = -1;
  const session = server.open(pages, async (message: PageMessage) => {
    if (message.kind === 'page') at++;
    if (message.kind !== 'block') return;
    const { outcome, transport, sizeBytes } = message;
    if (outcome.status === 'measured') outcomes[at]?.medians.push(median(outcome.samplesMs));
    else failure ??= `${transport} at ${sizeBytes} bytes: ${outcome.status}: ${outcome.reason}`;
  });
  try {
    await goThrough(session, found.open(session.client));
  } finally {
    session.close();
  }
  if (failure !== undefined) throw new Error(failure);
  return outcomes;
}

/** Pairs by cell, in the order in which they were measured. */
class Collected {
  readonly #engine: EngineName;
  readonly #suite: string;
  readonly #cells = new Map<string, Omit<ComparedPairs, 'pairs'> & { pairs: Pair[] }>();

  constructor(engine: EngineName, suite: string) {
    this.#engine = engine;
    this.#suite = suite;
  }

  /** What only one arm has is no pair. */
  add(
    transport: string,
    sizeBytes: number,
    isControl: boolean,
    baseMs: number | undefined,
    headMs: number | undefined,
  ): void {
    if (baseMs === undefined || headMs === undefined) return;
    const id = `${transport} ${sizeBytes}`;
    const cell = { engine: this.#engine, suite: this.#suite, transport, parameter: null, sizeBytes };
    const known = this.#cells.get(id) ?? { cell, isControl, pairs: [] };
    known.pairs.push({ baseMs, headMs });
    this.#cells.set(id, known);
  }

  cells(): ComparedPairs[] {
    return [...this.#cells.values()];
  }
}
