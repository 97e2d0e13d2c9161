import { loadavg } from 'node:os';
import { LaunchTimer } from '../../results/file/launch-timer.ts';
import type { Cell } from '../../results/schema/cell.ts';
import { type Entry, entryOf } from '../../results/schema/entry.ts';
import { cellId } from '../../results/schema/keys.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import type { Measurement } from './measurement.ts';
import { Position } from './position.ts';
import { outOfMemoryKills } from './room.ts';
import { EngineGone, runSession } from './run-session.ts';
import type { Sampling } from './sampling.ts';

/** The status of each cell so far, by the cell's id. */
export type KnownCells = Map<string, Cell['status']>;

/** A launch that failed before its end. */
interface LostLaunch {
  readonly reason: string;
  /** The cell that was being measured; `undefined` between two pages, and before the first. */
  readonly inFlight: ReturnType<Position['current']>;
}

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
  const { suite, engine, found, host, server, record, silenceMs } = measurement;
  const key = { engine, suite: suite.name, launch };
  const timer = new LaunchTimer();
  const launchEntry: Extract<Entry, { kind: 'launch' }> = {
    kind: 'launch',
    launch: {
      ...key,
      host: found.unwatchable === undefined ? host.id : null,
      startedAt: new Date().toISOString(),
      loadAverage: found.unwatchable === undefined ? (loadavg()[0] ?? 0) : null,
      sizesBytes: planned.map(({ sizeBytes }) => sizeBytes),
      startUpMs: null,
      durationMs: null,
      retried,
      pages: [],
    },
  };
  await record(launchEntry);
  sampling.add(launchEntry);

  const pages = planned.map((page) => ({
    ...page,
    blocks: page.blocks.filter((block) => {
      const status = known.get(cellId({ engine, suite: suite.name, ...block, sizeBytes: page.sizeBytes }));
      return status === undefined || status === 'measured';
    }),
  }));
  const position = new Position(pages);
  const session = server.open(pages, async (message) => {
    timer.hear();
    position.onMessage(message);
    const entry = entryOf(message, key);
    if (!entry) return;
    if (entry.kind === 'block') {
      known.set(cellId(entry), entry.outcome.status);
      sampling.add(entry);
    }
    await record(entry);
  });
  const killsBefore = await outOfMemoryKills();
  try {
    await runSession(session, found.open(session.client), silenceMs);
  } catch (error) {
    const { message } = error as Error;
    const isLocalExit = error instanceof EngineGone && found.unwatchable === undefined;
    const isOutOfMemory = isLocalExit && (await outOfMemoryKills()) !== killsBefore;
    const reason = isOutOfMemory ? `out of memory: the system killed a process, and ${message}` : message;
    return { reason, inFlight: position.current() };
  } finally {
    session.close();
  }
  await record({ kind: 'launched', ...key, ...timer.stop() });
  return undefined;
}
