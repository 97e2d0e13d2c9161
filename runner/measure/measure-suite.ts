import type { CellKey } from '../../results/schema/keys.ts';
import { cellId } from '../../results/schema/keys.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import { plannedCells, schedule } from '../../suites/plan/schedule.ts';
import { type KnownCells, measureLaunch } from './measure-launch.ts';
import type { Measurement } from './measurement.ts';
import { lackOfRoom } from './room.ts';
import { Sampling } from './sampling.ts';

/** What came of measuring a suite on an engine. */
interface Outcome {
  readonly measured: readonly CellKey[];
  /** Of the first launch that was lost for good, in its words. */
  readonly failure: string | undefined;
}

/** Measures one suite on one engine, launch after launch, and records what happens. */
export async function measureSuite(measurement: Measurement): Promise<Outcome> {
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
  const cells = plannedCells(suite, engine);
  const [failure] = failures;
  if (failure !== undefined) {
    const status = hasReached(known) ? 'skipped' : 'failed';
    for (const cell of cells) {
      if (!known.has(cellId(cell))) await record({ kind: 'cell', ...cell, status, reason: failure });
    }
  }
  return { measured: cells.filter((cell) => known.get(cellId(cell)) === 'measured'), failure };
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

/** Whether the engine came so far as a cell. */
function hasReached(known: KnownCells): boolean {
  return [...known.values()].some((status) => status !== 'skipped');
}

/**
 * A launch that is lost is begun once more, from its start, while there is time. Where it is lost again, the cell that was being
 * measured has failed, and the launch begins without that one: each cell but those comes to its figures.
 * @returns Why a cell failed, or the engine did not come so far; `undefined` where all went well in the end.
 */
async function measureThrough(
  measurement: Measurement,
  planned: readonly MeasurePlan[],
  launch: number,
  so: { known: KnownCells; sampling: Sampling },
): Promise<string | undefined> {
  let failure: string | undefined;
  for (let retried: string | null = null; ; ) {
    const lost = await measureLaunch(measurement, planned, launch, so, retried);
    if (!lost) return failure;
    const isOutOfTime = so.sampling.isOutOfTime();
    if (retried !== null || isOutOfTime) {
      failure ??= lost.reason;
      if (!lost.inFlight) return failure;
      await giveUp(measurement, lost.inFlight, lost.reason, so.known);
      if (isOutOfTime) await skipOtherSizes(measurement, lost.inFlight, so.known);
    }
    retried = lost.reason;
  }
}

type InFlight = Omit<CellKey, 'engine' | 'suite'>;

async function giveUp(
  { engine, suite, record }: Measurement,
  inFlight: InFlight,
  reason: string,
  known: KnownCells,
): Promise<void> {
  const cell = { engine, suite: suite.name, ...inFlight };
  known.set(cellId(cell), 'failed');
  await record({ kind: 'cell', ...cell, status: 'failed', reason });
}

/** A transport that hangs at every size would take the time limit of a cell at each of them. */
async function skipOtherSizes(
  { engine, suite, record }: Measurement,
  { transport, sizeBytes }: InFlight,
  known: KnownCells,
): Promise<void> {
  const reason = `${transport} failed at ${formatSize(sizeBytes)}, and the time for the suite was up`;
  for (const cell of plannedCells(suite, engine)) {
    if (cell.transport !== transport || known.has(cellId(cell))) continue;
    known.set(cellId(cell), 'skipped');
    await record({ kind: 'cell', ...cell, status: 'skipped', reason });
  }
}
