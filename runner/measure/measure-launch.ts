import { loadavg } from 'node:os';
import { LaunchTimer } from '../../results/file/launch-timer.ts';
import type { Cell } from '../../results/schema/cell.ts';
import { type Entry, entryOf } from '../../results/schema/entry.ts';
import { cellId } from '../../results/schema/keys.ts';
import type { MeasurePlan, SideKey } from '../../suites/plan/plan.ts';
import { ENGINES } from '../engines/engines.ts';
import { type Measurement, withIsolation } from './measurement.ts';
import { placerOf } from './placement.ts';
import { outOfMemoryKills } from './room.ts';
import { EngineGone, runSession } from './run-session.ts';
import type { Sampling } from './sampling.ts';

/** The status of each cell so far, by the cell's id. */
export type KnownCells = Map<string, Cell['status']>;

/** A launch that failed before its end. */
interface LostLaunch {
  readonly reason: string;
  /** The cell that was being measured, as a careful page said; `undefined` if no page was careful, and between two pages. */
  readonly inFlight: SideKey | undefined;
}

const NOT_PLACED = { status: 'free', reason: 'no page has started a worker' } as const;

/**
 * Measures the planned pages in one fresh start of the engine, without the cells that already have no figure.
 * @param retried Why the launch is restarted; `null` the first time.
 * @returns `undefined` if the launch ran to its end.
 */
export async function measureLaunch(
  measurement: Measurement,
  planned: readonly MeasurePlan[],
  launch: number,
  { known, sampling }: { known: KnownCells; sampling: Sampling },
  retried: string | null,
): Promise<LostLaunch | undefined> {
  const { run, suite, engine, found, host, server, record, silenceMs } = measurement;
  const key = { engine, suite: suite.name, launch };
  const timer = new LaunchTimer();
  const placer = await placerOf(suite.placement, ENGINES[engine].threads, found.unwatchable !== undefined);
  const launchEntry: Extract<Entry, { kind: 'launch' }> = {
    kind: 'launch',
    launch: {
      ...key,
      host: found.unwatchable === undefined ? host.id : null,
      startedAt: new Date().toISOString(),
      loadAverage: found.unwatchable === undefined ? (loadavg()[0] ?? 0) : null,
      sizesBytes: [...new Set(planned.flatMap(({ groups }) => groups.map(({ sizeBytes }) => sizeBytes)))],
      startUpMs: null,
      durationMs: null,
      retried,
      placement: 'reason' in placer ? { status: 'free', reason: placer.reason } : NOT_PLACED,
      pages: [],
    },
  };
  await add(launchEntry);

  const isLeft = (key: SideKey) => {
    const status = known.get(cellId({ engine, suite: suite.name, ...key }));
    return status === undefined || status === 'measured';
  };
  const pages = planned.map((page) => ({
    ...page,
    // Naming each cell takes time between turns, so only a launch that is restarted does it.
    isCareful: retried !== null,
    groups: page.groups.map((group) => ({ ...group, sides: group.sides.filter(isLeft) })),
  }));
  let inFlight: SideKey | undefined;
  let isPlaced = false;
  const session = server.open(withIsolation(run, pages), async (message) => {
    timer.hear();
    switch (message.kind) {
      case 'threads': {
        if ('reason' in placer) return;
        const placement = await placer.place(message.workers);
        if (!isPlaced || placement.status === 'free') await add({ kind: 'placed', ...key, placement });
        isPlaced = true;
        return;
      }
      case 'turn': {
        const { kind: _, ...side } = message;
        inFlight = side;
        return;
      }
      default: {
        inFlight = undefined;
        const entry = entryOf(message, key);
        if (entry) await add(entry);
      }
    }
  });

  async function add(entry: Entry): Promise<void> {
    if (entry.kind === 'worker') {
      for (const { outcome, ...side } of entry.cells) {
        known.set(cellId({ engine, suite: suite.name, ...side }), outcome.status);
      }
    }
    sampling.add(entry);
    await record(entry);
  }

  const killsBefore = await outOfMemoryKills();
  try {
    await runSession(session, found.open(session.client), silenceMs);
  } catch (error) {
    const { message } = error as Error;
    const isLocalExit = error instanceof EngineGone && found.unwatchable === undefined;
    const isOutOfMemory = isLocalExit && (await outOfMemoryKills()) !== killsBefore;
    const reason = isOutOfMemory ? `out of memory: the system killed a process, and ${message}` : message;
    return { reason, inFlight };
  } finally {
    session.close();
  }
  await record({ kind: 'launched', ...key, ...timer.stop() });
  return undefined;
}
