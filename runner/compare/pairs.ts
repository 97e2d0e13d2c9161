import type { ComparedPairs, Measured, NotCompared } from '../../results/comparison/comparison.ts';
import type { Pair } from '../../results/comparison/verdicts.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { median } from '../../results/statistics/estimate.ts';
import type { BlockTiming, MeasurePlan } from '../../suites/plan/plan.ts';
import { schedule } from '../../suites/plan/schedule.ts';
import type { Found } from '../engines/engine.ts';
import { runSession } from '../measure/run-session.ts';
import type { Server } from '../serve/server.ts';

/** Fixed in advance, because adding pairs after looking at the result would raise the rate of false alarms. */
export const PAIRS = 20;
/** The pairs in one launch, for arms that share a page. There are several launches with few pairs each, because the launches differ. */
const PAIRS_PER_LAUNCH = 4;

type ArmName = 'base' | 'head';

/**
 * The timing of blocks in one page. Adjacent blocks share the state of the system; pairs of blocks twice as long, and so further
 * apart, had the same scatter.
 */
const TIMING: BlockTiming = { warmupMs: 5, measuredMs: 15, ownSamplesMs: 315, minSamples: 3 };

/** The timing of blocks in separate launches. Each arm has {@link PAIRS} launches, with one block of each cell. */
const LAUNCH_TIMING: Omit<BlockTiming, 'minSamples'> = { warmupMs: 10, measuredMs: 80, ownSamplesMs: 1_680 };

/** What a comparison measures in one engine. */
export interface Plan {
  readonly run: Run;
  readonly suite: SuiteInfo;
  readonly engine: EngineName;
  /** Called after each launch with the number of finished launches. */
  readonly progress: (launches: number, of: number) => void;
}

/** The server of an arm's pages, and the engine that opens them. */
export interface Place {
  readonly found: Found;
  readonly server: Server;
}

/**
 * Compares transports that can share a page, each of the base with its counterpart of the head. The blocks of the two alternate
 * (ABBA). The controls are the same in both arms, and are measured for each arm. The cells are named after the head's transports.
 */
export async function pairsInOnePage(
  { run, suite, engine, progress }: Plan,
  { found, server }: Place,
  transports: Readonly<Record<ArmName, readonly string[]>>,
): Promise<Measured> {
  const controls = controlsOf(suite, [...transports.base, ...transports.head]);
  const counterparts = [
    ...transports.head.map((head, at) => ({ base: transports.base[at] ?? head, head })),
    ...controls.map((name) => ({ base: name, head: name })),
  ];
  const collector = new PairCollector(engine, suite);
  const launches = PAIRS / PAIRS_PER_LAUNCH;
  for (let launch = 0; launch < launches; launch++) {
    const planned = schedule(run, { engine, suite, launch }).map((page) => {
      const pairs = Array.from({ length: PAIRS_PER_LAUNCH }, (_, pair) =>
        counterparts.map((names) => {
          // The page's shuffled order decides at random which arm comes first.
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
        const [first = NOT_REACHED, second = NOT_REACHED] = medians.slice(2 * pair, 2 * pair + 2);
        const [base, head] = arms[0] === 'base' ? [first, second] : [second, first];
        collector.add(names.head, page.sizeBytes, controls.includes(names.head), base, head);
      }
    }
    progress(launch + 1, launches);
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
    const pages = schedule(run, { engine, suite, launch: pair }).map((page) => ({
      ...page,
      timing: { ...page.timing, ...LAUNCH_TIMING },
    }));
    const arms = inOrder((pair % 2 === 0) === baseLeads);
    const medians = {
      base: new Map<string, number | NoFigure>(),
      head: new Map<string, number | NoFigure>(),
    };
    for (const arm of arms) {
      for (const outcome of await blocksOf(pages, places[arm])) {
        for (const [at, { transport }] of outcome.page.blocks.entries()) {
          medians[arm].set(`${transport} ${outcome.page.sizeBytes}`, outcome.medians[at] ?? NOT_REACHED);
        }
      }
      progress(2 * pair + arms.indexOf(arm) + 1, 2 * PAIRS);
    }
    for (const { sizeBytes, blocks } of pages) {
      for (const { transport } of blocks) {
        const [base = NOT_REACHED, head = NOT_REACHED] = [medians.base, medians.head].map((own) =>
          own.get(`${transport} ${sizeBytes}`),
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

interface PageOutcome {
  readonly page: MeasurePlan;
  /** The median of each block, in order, or why a block has none. */
  readonly medians: readonly (number | NoFigure)[];
}
type NoFigure = Pick<NotCompared, 'status' | 'reason'>;

const NOT_REACHED: NoFigure = { status: 'failed', reason: 'the page ended before this block' };

/**
 * Runs pages in one launch, and again from the start if the launch fails.
 * @throws {Error} if it fails again.
 */
async function blocksOf(pages: readonly MeasurePlan[], place: Place): Promise<PageOutcome[]> {
  try {
    return await attempt(pages, place);
  } catch {
    return attempt(pages, place);
  }
}

async function attempt(pages: readonly MeasurePlan[], { found, server }: Place): Promise<PageOutcome[]> {
  const figures = pages.map(() => new Map<string, (number | NoFigure)[]>());
  let at = -1;
  const session = server.open(pages, async (message: PageMessage) => {
    if (message.kind === 'page') at++;
    if (message.kind !== 'block') return;
    const { outcome, transport } = message;
    const own = figures[at]?.get(transport) ?? [];
    figures[at]?.set(transport, own);
    const status = outcome.status === 'unsupported' ? 'unsupported' : 'failed';
    own.push(
      outcome.status === 'measured'
        ? median(outcome.samplesMs)
        : { status, reason: `${outcome.status}: ${outcome.reason}` },
    );
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    session.close();
  }
  return pages.map((page, index) => ({
    page,
    // A page skips the later blocks of a failed transport, so the reason of the failure applies to those too.
    medians: page.blocks.map(({ transport }) => {
      const own = figures[index]?.get(transport) ?? [];
      const [first = NOT_REACHED] = own;
      if (typeof first === 'number') own.shift();
      return first;
    }),
  }));
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
