import { loadavg } from 'node:os';
import { LaunchTimer } from '../../results/file/launch-timer.ts';
import type { Cell } from '../../results/schema/cell.ts';
import { type Entry, entryOf } from '../../results/schema/entry.ts';
import { cellId } from '../../results/schema/keys.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import { plannedCells, schedule } from '../../suites/plan/schedule.ts';
import { measurePressure } from './measure-pressure.ts';
import type { Measurement } from './measurement.ts';
import { Position } from './position.ts';
import { lackOfRoom, outOfMemoryKills } from './room.ts';
import { Sampling } from './sampling.ts';
import { EngineGone, goThrough } from './until-done.ts';

/**
 * Measures one suite on one engine, launch after launch, and records what happens.
 * @throws {Error} at the end, in the words of the first launch that failed.
 */
export async function measureSuite(measurement: Measurement): Promise<void> {
  const { run, record, suite, engine } = measurement;
  const sampling = new Sampling(run, suite);
  const known: KnownCells = new Map();
  const failures: string[] = [];
  let sizesBytes: readonly number[] = suite.sizesBytes;
  for (let launch = 0; sizesBytes.length > 0; launch++) {
    sizesBytes = await withRoom(measurement, sizesBytes, known);
    if (sizesBytes.length === 0) break;
    const planned = schedule(run, { engine, suite, launch }, sizesBytes);
    const failure = await measureThrough(measurement, planned, launch, { known, sampling });
    sizesBytes = sampling.next();
    if (failure !== undefined) failures.push(failure);
    // An engine that never came so far as a cell will not do better.
    if (failure !== undefined && !hasReached(known)) break;
  }
  await measurePressure(
    measurement,
    plannedCells(suite, engine).filter((cell) => known.get(cellId(cell)) === 'measured'),
  );
  const [failure] = failures;
  if (failure === undefined) return;
  const status = hasReached(known) ? 'skipped' : 'failed';
  for (const cell of plannedCells(suite, engine)) {
    if (!known.has(cellId(cell))) await record({ kind: 'cell', ...cell, status, reason: failure });
  }
  throw new Error(failure);
}

/** The sizes that there is room for now; what has no figure yet at the others is skipped. */
async function withRoom(
  { suite, engine, found, record }: Measurement,
  sizesBytes: readonly number[],
  known: KnownCells,
): Promise<readonly number[]> {
  // Of another machine's memory nothing is known.
  if (found.elsewhere !== undefined) return sizesBytes;
  const reasons = new Map(sizesBytes.map((sizeBytes) => [sizeBytes, lackOfRoom(sizeBytes)]));
  for (const cell of plannedCells(suite, engine)) {
    const reason = reasons.get(cell.sizeBytes);
    if (reason === undefined || known.has(cellId(cell))) continue;
    known.set(cellId(cell), 'skipped');
    await record({ kind: 'cell', ...cell, status: 'skipped', reason });
  }
  return sizesBytes.filter((sizeBytes) => reasons.get(sizeBytes) === undefined);
}

/** What is known of each cell so far, by its id. */
type KnownCells = Map<string, Cell['status']>;

/** Whether the engine came so far as a cell. */
function hasReached(known: KnownCells): boolean {
  return [...known.values()].some((status) => status !== 'skipped');
}

/**
 * A launch that is lost is begun once more, from its start. Where it is lost again, the cell that was being measured has failed,
 * and it begins without that one: each cell but those comes to its figures.
 * @returns Why a cell failed, or the engine did not come so far; `undefined` where all went well in the end.
 */
async function measureThrough(
  measurement: Measurement,
  planned: readonly MeasurePlan[],
  launch: number,
  so: { known: KnownCells; sampling: Sampling },
): Promise<string | undefined> {
  const { engine, suite, record } = measurement;
  let failure: string | undefined;
  for (let retried: string | null = null; ; ) {
    const lost = await measureLaunch(measurement, planned, launch, so, retried);
    if (!lost) return failure;
    if (retried !== null) {
      failure ??= lost.reason;
      if (!lost.inFlight) return failure;
      const cell = { engine, suite: suite.name, ...lost.inFlight };
      so.known.set(cellId(cell), 'failed');
      await record({ kind: 'cell', ...cell, status: 'failed', reason: lost.reason });
    }
    retried = lost.reason;
  }
}

interface Lost {
  readonly reason: string;
  /** What was being measured; `undefined` between two pages, and before the first. */
  readonly inFlight: ReturnType<Position['current']>;
}

/**
 * @param retried Why it is begun once more; `null` the first time.
 * @returns `undefined` where it came to its end.
 */
async function measureLaunch(
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
