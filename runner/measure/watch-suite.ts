import type { Memory } from '../../results/schema/cell.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import { cellId } from '../../results/schema/keys.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import type { BlockKey, PressurePlan } from '../../suites/plan/plan.ts';
import { SETTLE_MS } from '../../suites/plan/schedule.ts';
import { type Pressure, PressureWatch } from '../watch/pressure-watch.ts';
import type { Measurement } from './measurement.ts';
import { goThrough } from './until-done.ts';

const MIB = 1024 ** 2;
/** From here on garbage that others left is large beside an engine's own ups and downs. */
const ALONE_FROM_BYTES = 64 * MIB;
/** From here on a working set that is held makes the memory rise by itself, give or take what the engine gave back meanwhile. */
const RISES_FROM_BYTES = 16 * MIB;
const LEAST_RISE = 0.8;
const HIDDEN = {
  status: 'skipped',
  reason: 'what was freed meanwhile hid what it took, and the time to watch it alone was up',
} as const;
const HIDDEN_ALONE = {
  status: 'skipped',
  reason: 'what was freed meanwhile hid what it took, watched alone too',
} as const;
const OUT_OF_TIME = {
  status: 'skipped',
  reason: 'the time for watching collections and memory was up before this cell',
} as const;

/**
 * Watches the collections and the memory of the cells that were measured, in launches of their own, after the timing: what
 * tells of them would be seen in the times. Large cells that copy have a launch each, as they leave garbage; the others
 * share one, but where the memory rose by less than the working set: there something was freed that hides what the
 * cell took, and it is watched once more, alone. A launch that fails costs its cells their figures and no more.
 */
export async function watchSuite(measurement: Measurement, cells: readonly CellKey[]): Promise<void> {
  const { record, engine, suite, run, found } = measurement;
  if (found.elsewhere !== undefined) {
    const unsupported = { status: 'unsupported', reason: found.elsewhere } as const;
    for (const cell of cells) {
      await record({ kind: 'pressure', ...cell, gc: unsupported, memory: unsupported, cpu: unsupported });
    }
    await record({ kind: 'pass', engine, suite: suite.name, durationMs: 0 });
    return;
  }
  const budgetMs = run.pressure.budgetMs * suite.timeShare;
  const startedMs = performance.now();
  const copying = suite.transports.filter((one) => one.copies).map(({ name }) => name);
  const copies = ({ transport }: CellKey) => copying.includes(transport);
  const watched: CellKey[] = [];
  for (const cell of cells) {
    const reason = whyNotWatched(measurement, cell);
    if (reason === undefined) watched.push(cell);
    else {
      const skipped = { status: 'skipped', reason } as const;
      await record({ kind: 'pressure', ...cell, gc: skipped, memory: skipped, cpu: skipped });
    }
  }

  // The largest before all else: where the time is up, that one tells most.
  const alone = watched
    .filter((cell) => cell.sizeBytes >= ALONE_FROM_BYTES && copies(cell))
    .sort((a, b) => b.sizeBytes - a.sizeBytes);
  const together = watched
    .filter((cell) => !alone.includes(cell))
    .sort((a, b) => Number(copies(a)) - Number(copies(b)) || a.sizeBytes - b.sizeBytes);
  const [largest, ...others] = alone;
  if (largest) await watchLaunch(measurement, [largest]);
  const hidden = await watchLaunch(measurement, together);
  for (const cell of [...others, ...hidden]) {
    if (performance.now() - startedMs < budgetMs) await watchLaunch(measurement, [cell]);
    else if (others.includes(cell)) {
      await record({ kind: 'pressure', ...cell, gc: OUT_OF_TIME, memory: OUT_OF_TIME, cpu: OUT_OF_TIME });
    }
  }
  await record({ kind: 'pass', engine, suite: suite.name, durationMs: performance.now() - startedMs });
}

/** A ping is watched always: what an engine does while nothing is handed over is the floor of the others. */
function whyNotWatched({ suite, run: { pressure } }: Measurement, cell: CellKey): string | undefined {
  const transport = suite.transports.find(({ name }) => name === cell.transport);
  if (transport?.role === 'twin') return 'it is clone, which is watched under its own name';
  if (pressure.sizes === 'largest' && cell.sizeBytes !== Math.max(...suite.sizesBytes)) {
    return 'a quick run watches the largest size alone; one without --quick watches all';
  }
  return transport?.role === 'control' && transport.copies && !pressure.copyingControls
    ? 'a yardstick of time; --full watches it too'
    : undefined;
}

/** @returns The cells whose memory is hidden. */
async function watchLaunch(measurement: Measurement, cells: readonly CellKey[]): Promise<CellKey[]> {
  if (cells.length === 0) return [];
  const { found, server, record, engine, suite } = measurement;
  const left = new Map(cells.map((cell) => [cellId(cell), cell]));
  const hidden: CellKey[] = [];
  let watch: Promise<PressureWatch> | undefined;

  async function keep(pressure: Pressure): Promise<void> {
    const { gc, memory, cpu, ...cell } = { engine, suite: suite.name, ...pressure };
    left.delete(cellId(cell));
    const isKnown = !isHidden(suite, cell, memory);
    const why = cells.length === 1 ? HIDDEN_ALONE : HIDDEN;
    if (!isKnown) hidden.push(cell);
    await record({ kind: 'pressure', ...cell, gc, memory: isKnown ? memory : why, cpu });
  }

  const session = server.open(pagesOf(measurement, cells), async (message) => {
    // The page may be there before whoever opened it.
    const pressure = await (await watch)?.onMessage(message);
    if (pressure) await keep(pressure);
  });
  try {
    const opening = found.openWatched(session.client);
    watch = opening.then((watched) => new PressureWatch(watched, found.record.gcAccount));
    // Where it could not be opened, that is thrown below.
    watch.catch(() => {});
    await goThrough(session, opening);
  } catch (error) {
    const failed = { status: 'failed', reason: (error as Error).message } as const;
    for (const cell of left.values())
      await record({ kind: 'pressure', ...cell, gc: failed, memory: failed, cpu: failed });
  } finally {
    session.close();
  }
  return hidden;
}

/** A ping holds no working set. */
function isHidden({ transports }: SuiteInfo, { transport, sizeBytes }: CellKey, memory: Memory): boolean {
  return (
    sizeBytes >= RISES_FROM_BYTES &&
    memory.status === 'measured' &&
    memory.peakBytes < LEAST_RISE * sizeBytes &&
    transports.some(({ name, role }) => name === transport && role === 'transport')
  );
}

/** A page for each run of cells of one size. */
function pagesOf({ run, suite }: Measurement, cells: readonly CellKey[]): PressurePlan[] {
  const pages: { sizeBytes: number; blocks: BlockKey[] }[] = [];
  for (const { sizeBytes, transport, parameter } of cells) {
    const block = { transport, parameter };
    const last = pages.at(-1);
    if (last?.sizeBytes === sizeBytes) last.blocks.push(block);
    else pages.push({ sizeBytes, blocks: [block] });
  }
  const { warmup, most, mostMs, leastBytes } = run.pressure;
  return pages.map((page, at) => ({
    kind: 'pressure',
    suite: suite.name,
    ...page,
    // A large one takes its time: its first round trip is watched with the others.
    roundTrips: { warmup: page.sizeBytes < ALONE_FROM_BYTES ? warmup : 0, most, mostMs, leastBytes },
    firstOfLaunch: at === 0,
    // Nothing is timed; but a trace that begins while the browser starts holds it up.
    settleMs: at === 0 ? SETTLE_MS.launch / 2 : 0,
  }));
}
