import type { ComparedPairs } from '../results/comparison.ts';
import type { EngineName, PageMessage, Run, SuiteInfo } from '../results/schema.ts';
import { median } from '../results/statistics.ts';
import type { Pair } from '../results/verdicts.ts';
import type { MeasurePlan } from '../suites/plan.ts';
import { schedule } from '../suites/schedule.ts';
import type { Found } from './engines/engine.ts';
import type { Server } from './server.ts';
import { goThrough } from './until-done.ts';

/** Fixed in advance: to look at the pairs and then take more would find what is not there. */
export const PAIRS = 20;
/** Of arms that share a page: more launches rather than more pairs in one, as the launches differ. */
const PAIRS_A_LAUNCH = 4;

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
 * Two transports that can live in one page: their blocks alternate there, ABBA, and so does the order of the launches.
 * Each arm brings the controls along, which are the same in both.
 */
export async function pairsInOnePage(
  { run, suite, engine, progress }: Plan,
  { found, server }: Place,
  transports: { readonly base: string; readonly head: string },
): Promise<ComparedPairs[]> {
  const controls = controlsOf(suite, Object.values(transports));
  const all = new Collected(engine, suite.name);
  const launches = PAIRS / PAIRS_A_LAUNCH;
  for (let launch = 0; launch < launches; launch++) {
    const planned = schedule(run, { engine, suite, launch }).map((page) => {
      // The shuffled blocks of the page say, by chance, which arm leads.
      const first = page.blocks.find(({ transport }) => Object.values(transports).includes(transport));
      const baseLeads = first?.transport === transports.base;
      const slots = Array.from({ length: PAIRS_A_LAUNCH }, (_, pair) =>
        inOrder((pair % 2 === 0) === baseLeads).map((arm) => ({
          arm,
          transports: [transports[arm], ...controls],
        })),
      );
      const blocks = slots.flat().flatMap((slot) => slot.transports);
      return {
        slots,
        page: { ...page, blocks: blocks.map((transport) => ({ transport, parameter: null })) },
      };
    });
    const outcomes = await blocksOf(
      planned.map(({ page }) => page),
      { found, server },
    );
    for (const [at, { slots, page }] of planned.entries()) {
      const medians = [...(outcomes[at]?.medians ?? [])];
      for (const [one, other] of slots) {
        const [first, second] = [one, other].map((slot) => medians.splice(0, slot?.transports.length ?? 0));
        const [baseMs, headMs] = one?.arm === 'base' ? [first, second] : [second, first];
        for (const [index, name] of [transports.head, ...controls].entries()) {
          all.add(name, page.sizeBytes, index > 0, baseMs?.[index], headMs?.[index]);
        }
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

function inOrder(baseFirst: boolean): readonly ('base' | 'head')[] {
  return baseFirst ? ['base', 'head'] : ['head', 'base'];
}

/** The yardsticks of all the transports’ regimes. */
function controlsOf({ transports }: SuiteInfo, names: readonly string[]): string[] {
  const own = transports.filter(({ name }) => names.includes(name)).flatMap(({ controls }) => controls);
  return [...new Set(own)];
}

/** Of the controls at each size, those that bound a transport there: the slowest of its regime. The others tell nothing of it. */
function withFittingControls({ transports }: SuiteInfo, cells: readonly ComparedPairs[]): ComparedPairs[] {
  const baseMs = ({ pairs }: ComparedPairs) => median(pairs.map((pair) => pair.baseMs));
  return cells.filter((control) => {
    if (!control.isControl) return true;
    const beside = cells.filter(({ cell }) => cell.sizeBytes === control.cell.sizeBytes);
    return beside.some(({ cell, isControl }) => {
      const own = isControl ? [] : (transports.find(({ name }) => name === cell.transport)?.controls ?? []);
      const [slowest] = beside
        .filter((other) => other.isControl && own.includes(other.cell.transport))
        .sort((a, b) => baseMs(b) - baseMs(a));
      return slowest === control;
    });
  });
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
