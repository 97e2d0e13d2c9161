import type { EngineName } from '../../results/schema/keys.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { geometricMean } from '../../results/statistics/estimate.ts';
import { blockValuesMs } from '../../results/summary/blocks.ts';
import type { MeasurePlan, SideKey } from '../../suites/plan/plan.ts';
import { schedule } from '../../suites/plan/schedule.ts';
import type { Client } from '../engines/engine.ts';
import { runSession } from '../measure/run-session.ts';
import { buildClient } from '../serve/build-client.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { Server } from '../serve/server.ts';
import type { Opened } from '../watch/watched.ts';

/**
 * How a comparison uses the code of a commit. The comparison imports this module from a checkout of each commit, so that the commit's
 * own plan, client, server, messages and statistics make the values of a launch, whatever their shapes are. Only the types here are
 * the same for both commits: a commit that changes one of them also changes this version, and is not compared with earlier ones.
 */
export const DRIVER_VERSION = 1;

/** One launch that a comparison orders. */
export interface LaunchOrder extends Opening {
  readonly engine: EngineName;
  readonly suite: string;
  /** The cells to measure. */
  readonly sides: readonly SideKey[];
  readonly profile: Run['profile'];
  readonly seed: number;
  readonly launch: number;
}

/** How the comparison opens an engine and places its threads, alike for both arms. */
export interface Opening {
  open(client: Client): Promise<Opened>;
  /** Called when a page has started workers; the page measures after the answer. */
  place(workers: number): Promise<void>;
}

/** Why a launch has no value for a cell. `absent`: this code has no such cell. */
export interface NoValue {
  readonly status: 'absent' | 'unsupported' | 'failed';
  readonly reason: string;
}

/** The value of a cell in a launch: the geometric mean over its rounds, in milliseconds. */
export type CellValue = SideKey & { readonly valueMs: number | NoValue };

export interface Driver {
  /**
   * @returns A value for each cell of the order.
   * @throws {Error} if the engine does not run to the end of the launch.
   */
  measure(order: LaunchOrder): Promise<readonly CellValue[]>;
  close(): Promise<void>;
}

/** Builds this checkout's client in a folder, and serves it. */
export async function openDriver(clientDir: string): Promise<Driver> {
  const suites = await discoverSuites();
  await buildClient(clientDir);
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  return {
    async measure(order) {
      const own = suites.find(({ name }) => name === order.suite);
      const measured = own ? await measurePages(server, pagesFor(own, order), order) : [];
      const byId = new Map(measured.map((cell) => [sideId(cell), cell]));
      return order.sides.map((side) => byId.get(sideId(side)) ?? { ...side, valueMs: ABSENT });
    },
    close: () => server.close(),
  };
}

const ABSENT: NoValue = { status: 'absent', reason: 'its code has no such cell' };

/** The pages of this checkout's own schedule, with no more than the cells of the order. */
function pagesFor(suite: SuiteInfo, order: LaunchOrder): MeasurePlan[] {
  const { sides } = order;
  const values = suite.parameter?.values.filter((value) => sides.some((side) => side.parameter === value));
  const ordered: SuiteInfo = {
    ...suite,
    transports: suite.transports.filter(({ name }) => sides.some(({ transport }) => transport === name)),
    parameter: suite.parameter && values ? { ...suite.parameter, values } : null,
    sizesBytes: [...new Set(sides.map(({ sizeBytes }) => sizeBytes))],
  };
  return schedule(order, { ...order, suite: ordered });
}

/**
 * Runs pages in one launch.
 * @returns A value for each of their cells.
 * @throws {Error} if the engine does not run to their end.
 */
export async function measurePages(
  server: Server,
  pages: readonly MeasurePlan[],
  { open, place }: Opening,
): Promise<CellValue[]> {
  const values = new LaunchValues();
  const session = server.open(pages, async (message: PageMessage) => {
    if (message.kind === 'threads') await place(message.workers);
    if (message.kind === 'worker') values.add(message);
  });
  try {
    await runSession(session, open(session.client));
  } finally {
    session.close();
  }
  const sides = pages.flatMap(({ groups }) => groups.flatMap((group) => group.sides));
  const once = new Map(sides.map((side) => [sideId(side), side]));
  return [...once.values()].map((side) => ({ ...side, valueMs: values.of(side) }));
}

const NOT_REACHED: NoValue = { status: 'failed', reason: 'the page ended before this transport' };

/** What one launch measured: by cell, the values of its rounds, or why there are none. */
class LaunchValues {
  readonly #rounds = new Map<string, number[]>();
  readonly #without = new Map<string, NoValue>();

  add({ cells }: WorkerReport): void {
    for (const { outcome, ...side } of cells) {
      const id = sideId(side);
      if (outcome.status === 'measured') {
        const known = this.#rounds.get(id) ?? [];
        this.#rounds.set(id, [...known, ...blockValuesMs(outcome.samplesMs, outcome)]);
      } else {
        const status = outcome.status === 'unsupported' ? 'unsupported' : 'failed';
        this.#without.set(id, { status, reason: `${outcome.status}: ${outcome.reason}` });
      }
    }
  }

  of(side: SideKey): number | NoValue {
    const rounds = this.#rounds.get(sideId(side));
    return this.#without.get(sideId(side)) ?? (rounds ? geometricMean(rounds) : NOT_REACHED);
  }
}

export function sideId({ transport, parameter, sizeBytes }: SideKey): string {
  return `${transport}/${parameter ?? ''}/${sizeBytes}`;
}
