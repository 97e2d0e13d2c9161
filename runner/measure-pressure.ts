import { cellId } from '../results/fold.ts';
import type { CellKey, Run } from '../results/schema.ts';
import type { PressurePlan } from '../suites/plan.ts';
import type { Measurement } from './measure-suite.ts';
import { type Pressure, PressureWatch } from './pressure-watch.ts';
import { SETTLE_MS } from './schedule.ts';
import { untilDone } from './until-done.ts';

const MIB = 1024 ** 2;
/** Below it what others leave is small beside an engine's own ups and downs. */
const LARGE_FROM_BYTES = 16 * MIB;

/**
 * Watches the collections and the memory of the cells that were measured, in launches of their own, after the timing: what
 * tells of them would be seen in the times. Large cells that copy have a launch each, as they leave garbage; the others
 * share one, but for a large cell in whose time something was collected: it is watched once more, alone, as what
 * was freed hides what it took. A launch that fails costs its cells their figures and no more.
 */
export async function measurePressure(measurement: Measurement, cells: readonly CellKey[]): Promise<void> {
  const { record, engine, suite, run } = measurement;
  const startedMs = performance.now();
  const copying = run.transports.filter((one) => one.copies).map(({ name }) => name);
  const copies = ({ transport }: CellKey) => copying.includes(transport);
  const watched: CellKey[] = [];
  for (const cell of cells) {
    const reason = whyNotWatched(run, cell);
    if (reason === undefined) watched.push(cell);
    else {
      const skipped = { status: 'skipped', reason } as const;
      await record({ kind: 'pressure', ...cell, gc: skipped, memory: skipped });
    }
  }

  const isLarge = ({ sizeBytes }: CellKey) => sizeBytes >= LARGE_FROM_BYTES;
  const alone = watched.filter((cell) => isLarge(cell) && copies(cell));
  const together = watched
    .filter((cell) => !alone.includes(cell))
    .sort((a, b) => Number(copies(a)) - Number(copies(b)) || a.sizeBytes - b.sizeBytes);
  const disturbed = await watchLaunch(measurement, together);
  for (const cell of [...disturbed.filter(isLarge), ...alone]) await watchLaunch(measurement, [cell]);
  await record({ kind: 'pass', engine, suite, durationMs: performance.now() - startedMs });
}

/** A ping is watched always: what an engine does while nothing is handed over is the floor of the others. */
function whyNotWatched({ transports, pressure }: Run, cell: CellKey): string | undefined {
  const transport = transports.find(({ name }) => name === cell.transport);
  if (transport?.role === 'twin') return 'it is clone, which is watched under its own name';
  return transport?.role === 'control' && transport.copies && !pressure.copyingControls
    ? 'a yardstick of time; --full watches it too'
    : undefined;
}

/** @returns The cells in whose time something was collected. */
async function watchLaunch(measurement: Measurement, cells: readonly CellKey[]): Promise<CellKey[]> {
  if (cells.length === 0) return [];
  const { found, server, record, engine, suite } = measurement;
  const left = new Map(cells.map((cell) => [cellId(cell), cell]));
  const disturbed: CellKey[] = [];
  let watch: Promise<PressureWatch> | undefined;

  async function keep({ collected, ...pressure }: Pressure): Promise<void> {
    const cell = { engine, suite, ...pressure };
    const { gc, memory, ...key } = cell;
    left.delete(cellId(key));
    if (collected) disturbed.push(key);
    await record({ kind: 'pressure', ...cell });
  }

  const session = server.open(pagesOf(measurement, cells), async (message) => {
    // The page may be there before whoever opened it.
    const pressure = await (await watch)?.hear(message);
    if (pressure) await keep(pressure);
  });
  try {
    const opening = found.openWatched(session.client);
    watch = opening.then((watched) => new PressureWatch(watched, found.record.gcAccount));
    // Where it could not be opened, that is thrown below.
    watch.catch(() => {});
    const watched = await opening;
    try {
      await untilDone(session, watched.gone);
    } finally {
      await watched.close();
    }
  } catch (error) {
    const failed = { status: 'failed', reason: (error as Error).message } as const;
    for (const cell of left.values()) await record({ kind: 'pressure', ...cell, gc: failed, memory: failed });
  } finally {
    session.close();
  }
  return disturbed;
}

/** A page for each run of cells of one size. */
function pagesOf({ run, suite }: Measurement, cells: readonly CellKey[]): PressurePlan[] {
  const pages: { sizeBytes: number; transports: string[] }[] = [];
  for (const { sizeBytes, transport } of cells) {
    const last = pages.at(-1);
    if (last?.sizeBytes === sizeBytes) last.transports.push(transport);
    else pages.push({ sizeBytes, transports: [transport] });
  }
  const { warmup, most, mostMs } = run.pressure;
  return pages.map((page, at) => ({
    kind: 'pressure',
    suite,
    ...page,
    roundTrips: { warmup, most, mostMs },
    firstOfLaunch: at === 0,
    settleMs: at === 0 ? SETTLE_MS.launch / 2 : SETTLE_MS.page,
  }));
}
