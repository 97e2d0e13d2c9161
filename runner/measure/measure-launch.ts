import { loadavg } from 'node:os';
import { LaunchTimer } from '../../results/file/launch-timer.ts';
import type { Cell } from '../../results/schema/cell.ts';
import { type Entry, entryOf } from '../../results/schema/entry.ts';
import { cellId } from '../../results/schema/keys.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import type { Measurement } from './measurement.ts';
import { Position } from './position.ts';
import { outOfMemoryKills } from './room.ts';
import type { Sampling } from './sampling.ts';
import { EngineGone, goThrough } from './until-done.ts';

/** What is known of each cell so far, by its id. */
export type KnownCells = Map<string, Cell['status']>;

/** A launch that did not come to its end. */
interface Lost {
  readonly reason: string;
  /** What was being measured; `undefined` between two pages, and before the first. */
  readonly inFlight: ReturnType<Position['current']>;
}

/**
 * Measures what is planned for one fresh start of the engine, but for the cells that have no figure any more.
 * @param retried Why it is begun once more; `null` the first time.
 * @returns `undefined` where it came to its end.
 */
export async function measureLaunch(
  measurement: Measurement,
  planned: readonly MeasurePlan[],
  launch: number,
  { known, sampling }: { known: KnownCells; sampling: Sampling },
  retried: string | null,
): Promise<Lost | undefined> {
  const { suite, engine, found, host, server, record, silenceMs } = measurement;
  const key = { engine, suite: suite.name, launch };
  const timer = new LaunchTimer();
  const begun: Extract<Entry, { kind: 'launch' }> = {
    kind: 'launch',
    launch: {
      ...key,
      host: found.elsewhere === undefined ? host.id : null,
      startedAt: new Date().toISOString(),
      loadAverage: found.elsewhere === undefined ? (loadavg()[0] ?? 0) : null,
      sizesBytes: planned.map(({ sizeBytes }) => sizeBytes),
      startUpMs: null,
      durationMs: null,
      retried,
      pages: [],
    },
  };
  await record(begun);
  sampling.add(begun);

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
    position.hear(message);
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
    await goThrough(session, found.open(session.client), silenceMs);
  } catch (error) {
    const { message } = error as Error;
    const isOfHere = error instanceof EngineGone && found.elsewhere === undefined;
    const lacksMemory = isOfHere && (await outOfMemoryKills()) !== killsBefore;
    const reason = lacksMemory
      ? `out of memory: the system ended a process for want of it, and ${message}`
      : message;
    return { reason, inFlight: position.current() };
  } finally {
    session.close();
  }
  await record({ kind: 'launched', ...key, ...timer.stop() });
  return undefined;
}
