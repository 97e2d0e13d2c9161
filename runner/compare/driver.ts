import type { WorkerOutcome } from '../../results/schema/cell.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { MeasurePlan, SideKey } from '../../suites/plan/plan.ts';
import { schedule } from '../../suites/plan/schedule.ts';
import type { Client } from '../engines/engine.ts';
import { withIsolation } from '../measure/measurement.ts';
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
export const DRIVER_VERSION = 3;

/** How often a page of a comparison measures its groups. */
export interface Repeats {
  readonly workers: number;
  /** With each worker, all groups together have about this many rounds, so that fewer cells are measured more precisely. */
  readonly groupRounds: number;
  /** Whether another page measures in turn with it, pass by pass over the groups. */
  readonly takesTurns: boolean;
}

/** One launch that a comparison orders. */
export interface LaunchOrder extends Opening {
  readonly engine: EngineName;
  readonly suite: string;
  /** The cells to measure. */
  readonly sides: readonly SideKey[];
  readonly repeats: Repeats;
  readonly profile: Run['profile'];
  readonly seed: number;
  readonly launch: number;
}

/** How the comparison opens an engine and places its threads, alike for both arms. */
export interface Opening {
  open(client: Client): Promise<Opened>;
  /** Called when a page has started workers; the page goes on after the answer. */
  place(workers: number): Promise<void>;
  /** Called when transports from modules are open; the page goes on after the answer. */
  placeOthers(): Promise<void>;
  /** Called before the first pass of a worker, after its last, and between two; the page goes on after the answer. */
  pause(): Promise<void>;
}

/** Why a launch has no value for a cell. `absent`: this code has no such cell, or a page that is not isolated on purpose. */
export interface NoValue {
  readonly status: 'absent' | 'unsupported' | 'failed';
  readonly reason: string;
}

/** The samples of a cell in milliseconds, by worker, round and turn. */
export type SamplesByTurn = readonly (readonly (readonly number[])[])[];

/** What a launch measured of a cell. */
export type CellSamples = SideKey & { readonly samplesMs: SamplesByTurn | NoValue };

export interface Driver {
  /**
   * @returns The samples of each cell of the order.
   * @throws {Error} if the engine does not run to the end of the launch.
   */
  measure(order: LaunchOrder): Promise<readonly CellSamples[]>;
  close(): Promise<void>;
}

/** Builds this checkout's client in a folder, and serves it. @param modules More transports. @param isolation Of its pages. */
export async function openDriver(
  clientDir: string,
  modules: readonly string[] = [],
  isolation: Run['isolation'] = 'on',
): Promise<Driver> {
  const suites = await discoverSuites(modules);
  await buildClient(clientDir, modules);
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  return {
    async measure(order) {
      const own = suites.find(({ name }) => name === order.suite);
      const measured = own ? await measurePages(server, pagesFor(own, order), order, isolation) : [];
      const byId = new Map(measured.map((cell) => [sideId(cell), cell]));
      const cells = order.sides.map((side) => byId.get(sideId(side)) ?? { ...side, samplesMs: ABSENT });
      return isolation === 'on' ? cells : cells.map(withoutUnsupported);
    },
    close: () => server.close(),
  };
}

const ABSENT: NoValue = { status: 'absent', reason: 'its code has no such cell' };

/** Of a page that is not isolated on purpose: what needs isolation is left out, and has not failed. */
function withoutUnsupported({ samplesMs, ...side }: CellSamples): CellSamples {
  const isUnsupported = 'status' in samplesMs && samplesMs.status === 'unsupported';
  return { ...side, samplesMs: isUnsupported ? { ...samplesMs, status: 'absent' } : samplesMs };
}

/** The pages of this checkout's own schedule, with no more than the cells of the order. */
function pagesFor(suite: SuiteInfo, order: LaunchOrder): MeasurePlan[] {
  const ordered = new Set(order.sides.map(sideId));
  const sizesBytes = [...new Set(order.sides.map(({ sizeBytes }) => sizeBytes))];
  return schedule(order, { ...order, suite: { ...suite, sizesBytes } }).map((page) => {
    const groups = page.groups
      .map((group) => ({ ...group, sides: group.sides.filter((side) => ordered.has(sideId(side))) }))
      .filter(({ sides }) => sides.length > 0);
    return repeated({ ...page, groups }, order.repeats);
  });
}

/** Round trips of this size scatter several times more, as the allocator sometimes reuses memory and sometimes asks the system. */
const SCATTERS_FROM_BYTES = 1024 ** 2;
const ROUNDS_OF_SCATTERING = 2;
/** The rounds of a group take at most this with each worker. */
const GROUP_MS = 400;

/** Groups that scatter more have more rounds among the others. Each has two rounds at least, as one may be disturbed. */
export function repeated(page: MeasurePlan, { workers, groupRounds, takesTurns }: Repeats): MeasurePlan {
  const groups = page.groups.flatMap((group) => {
    const times =
      group.sizeBytes < SCATTERS_FROM_BYTES || page.groups.length === 1 ? 1 : ROUNDS_OF_SCATTERING;
    return Array.from({ length: times }, () => ({ ...group, roundsMs: GROUP_MS }));
  });
  return {
    ...page,
    groups,
    // A ping is compared as the transports are.
    controls: [],
    workers,
    takesTurns,
    rounds: Math.max(2, Math.round(groupRounds / groups.length)),
  };
}

/**
 * Runs pages in one launch.
 * @returns The samples of each of their cells.
 * @throws {Error} if the engine does not run to their end.
 */
export async function measurePages(
  server: Server,
  pages: readonly MeasurePlan[],
  { open, place, placeOthers, pause }: Opening,
  isolation: Run['isolation'] = 'on',
): Promise<CellSamples[]> {
  const samples = new LaunchSamples();
  const session = server.open(withIsolation({ isolation }, pages), async (message: PageMessage) => {
    switch (message.kind) {
      case 'threads':
        await place(message.workers);
        return pause();
      case 'opened':
        return placeOthers();
      case 'alive':
        return pause();
      case 'worker':
        samples.add(message);
        return pause();
    }
  });
  try {
    await runSession(session, open(session.client));
  } finally {
    session.close();
  }
  const sides = pages.flatMap(({ groups }) => groups.flatMap((group) => group.sides));
  const once = new Map(sides.map((side) => [sideId(side), side]));
  return [...once.values()].map((side) => ({ ...side, samplesMs: samples.of(side) }));
}

const NOT_REACHED: NoValue = { status: 'failed', reason: 'the page ended before this transport' };

/** What one launch measured: by cell, its samples, or why there are none. */
class LaunchSamples {
  readonly #samplesMs = new Map<string, number[][][]>();
  readonly #without = new Map<string, NoValue>();

  add({ cells }: WorkerReport): void {
    for (const { outcome, ...side } of cells) {
      const id = sideId(side);
      if (outcome.status === 'measured') {
        this.#samplesMs.set(id, [...(this.#samplesMs.get(id) ?? []), roundsOf(outcome)]);
      } else {
        const status = outcome.status === 'unsupported' ? 'unsupported' : 'failed';
        this.#without.set(id, { status, reason: `${outcome.status}: ${outcome.reason}` });
      }
    }
  }

  of(side: SideKey): SamplesByTurn | NoValue {
    return this.#without.get(sideId(side)) ?? this.#samplesMs.get(sideId(side)) ?? NOT_REACHED;
  }
}

/** The samples of one worker, by round. */
function roundsOf({ samplesMs, blocks }: Extract<WorkerOutcome, { status: 'measured' }>): number[][] {
  let from = 0;
  return blocks.map(({ samples }) => {
    const own = samplesMs.slice(from, from + samples);
    from += samples;
    return own;
  });
}

export function sideId({ transport, parameter, sizeBytes }: SideKey): string {
  return `${transport}/${parameter ?? ''}/${sizeBytes}`;
}
