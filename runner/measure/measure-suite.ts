import type { CellKey } from '../../results/schema/keys.ts';
import { cellId } from '../../results/schema/keys.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import type { MeasurePlan } from '../../suites/plan/plan.ts';
import { plannedCells, schedule } from '../../suites/plan/schedule.ts';
import { type KnownCells, measureLaunch } from './measure-launch.ts';
import type { Measurement } from './measurement.ts';
import { memoryShortage } from './room.ts';
import { Sampling } from './sampling.ts';

/** The result of measuring a suite on an engine. */
interface Outcome {
  readonly measured: readonly CellKey[];
  /** Why the first launch that could not be recovered failed; `undefined` if there is none. */
  readonly failure: string | undefined;
}

/** Measures one suite on one engine, launch after launch, and records every event. */
export async function measureSuite(measurement: Measurement): Promise<Outcome> {
  const { run, record, suite, engine } = measurement;
  const sampling = new Sampling(run, suite);
  const known: KnownCells = new Map();
  const failures: string[] = [];
  let sizesBytes: readonly number[] = suite.sizesBytes;
  for (let launch = 0; sizesBytes.length > 0; launch++) {
    sizesBytes = await sizesThatFit(measurement, sizesBytes, known);
    if (sizesBytes.length === 0) break;
    const planned = schedule(run, { engine, suite, launch }, sizesBytes);
    const failure = await measureWithRetries(measurement, planned, launch, { known, sampling });
    sizesBytes = sampling.next();
    if (failure !== undefined) failures.push(failure);
    // An engine that has never reached a cell will not reach one in another launch.
    if (failure !== undefined && !hasReachedCell(known)) break;
  }
  const cells = plannedCells(suite, engine);
  const [failure] = failures;
  if (failure !== undefined) {
    const status = hasReachedCell(known) ? 'skipped' : 'failed';
    for (const cell of cells) {
      if (!known.has(cellId(cell))) await record({ kind: 'cell', ...cell, status, reason: failure });
    }
  }
  return { measured: cells.filter((cell) => known.get(cellId(cell)) === 'measured'), failure };
}

/** The sizes that fit in the available memory. Cells of other sizes that have no figure yet are recorded as skipped. */
async function sizesThatFit(
  { suite, engine, found, record }: Measurement,
  sizesBytes: readonly number[],
  known: KnownCells,
): Promise<readonly number[]> {
  // The memory of another machine is unknown.
  if (found.unwatchable !== undefined) return sizesBytes;
  const reasons = new Map(sizesBytes.map((sizeBytes) => [sizeBytes, memoryShortage(sizeBytes)]));
  for (const cell of plannedCells(suite, engine)) {
    const reason = reasons.get(cell.sizeBytes);
    if (reason === undefined || known.has(cellId(cell))) continue;
    known.set(cellId(cell), 'skipped');
    await record({ kind: 'cell', ...cell, status: 'skipped', reason });
  }
  return sizesBytes.filter((sizeBytes) => reasons.get(sizeBytes) === undefined);
}

/** Whether the engine has reached a cell in any launch. */
function hasReachedCell(known: KnownCells): boolean {
  return [...known.values()].some((status) => status !== 'skipped');
}

/**
 * Measures a launch, and restarts it if it fails: its pages then name each cell, and if it fails again, the named cell has failed. The
 * launch is restarted without that cell, so that all other cells are still measured.
 * @returns Why a cell failed, or why the engine did not reach one; `undefined` if every cell was measured in the end.
 */
async function measureWithRetries(
  measurement: Measurement,
  planned: readonly MeasurePlan[],
  launch: number,
  state: { known: KnownCells; sampling: Sampling },
): Promise<string | undefined> {
  let failure: string | undefined;
  for (let retried: string | null = null; ; ) {
    const lost = await measureLaunch(measurement, planned, launch, state, retried);
    if (!lost) return failure;
    if (retried !== null) {
      failure ??= lost.reason;
      if (!lost.inFlight) return failure;
      await recordFailure(measurement, lost.inFlight, lost.reason, state.known);
      if (state.sampling.isOutOfTime()) await skipOtherSizes(measurement, lost.inFlight, state.known);
    }
    retried = lost.reason;
  }
}

type InFlight = Omit<CellKey, 'engine' | 'suite'>;

async function recordFailure(
  { engine, suite, record }: Measurement,
  inFlight: InFlight,
  reason: string,
  known: KnownCells,
): Promise<void> {
  const cell = { engine, suite: suite.name, ...inFlight };
  known.set(cellId(cell), 'failed');
  await record({ kind: 'cell', ...cell, status: 'failed', reason });
}

/** Skips the other sizes of a failed transport, because a transport that hangs would take a cell's time limit at each size. */
async function skipOtherSizes(
  { engine, suite, record }: Measurement,
  { transport, sizeBytes }: InFlight,
  known: KnownCells,
): Promise<void> {
  const reason = `${transport} failed at ${formatSize(sizeBytes)}, and the time budget of the suite was spent`;
  for (const cell of plannedCells(suite, engine)) {
    if (cell.transport !== transport || known.has(cellId(cell))) continue;
    known.set(cellId(cell), 'skipped');
    await record({ kind: 'cell', ...cell, status: 'skipped', reason });
  }
}
