import type { Memory } from '../../results/schema/cell.ts';
import { cellId, isPaced } from '../../results/schema/ids.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { movedBytesIn } from '../../results/summary/cell-figures.ts';
import { reasonFrom } from '../../suites/parts/errors.ts';
import type { PressurePlan, WatchedSide } from '../../suites/plan/plan.ts';
import { isSmall, SETTLE_MS } from '../../suites/plan/schedule.ts';
import { type Pressure, PressureWatch } from '../watch/pressure-watch.ts';
import { type Measurement, withIsolation } from './measurement.ts';
import { runSession } from './run-session.ts';

const MIB = 1024 ** 2;
/** From this size on, the garbage of earlier cells is larger than an engine's own fluctuations. */
const ALONE_FROM_BYTES = 64 * MIB;
/** From this size on, a working set must raise the memory by about its size, unless the engine freed other memory. */
const RISES_FROM_BYTES = 16 * MIB;
export const LEAST_RISE = 0.8;
const MASKED = {
  status: 'skipped',
  reason: 'memory freed during the cell masked its peak, and no time was left to watch the cell alone',
} as const;
const MASKED_ALONE = {
  status: 'skipped',
  reason: 'memory freed during the cell masked its peak, even when the cell was watched alone',
} as const;
const OUT_OF_TIME = {
  status: 'skipped',
  reason: 'the time budget for watching collections and memory was spent before this cell',
} as const;

/**
 * Watches the collections and the memory of the measured cells, in separate launches after the timing, because watching would add
 * to the measured times.
 * - Large cells that copy have a launch each, because they leave garbage; the others share a launch.
 * - Cells of up to 1 MiB are watched in several launches, as an interval needs: always in the suite that decides the claims on
 *   collections, and otherwise within the time budget.
 * - If the memory of a cell rises by less than the working set, freed memory has masked the peak, and the cell is watched again alone.
 * - If the engine fails, only the cell that was being watched has no figures, and the others are watched in a new launch.
 */
export async function watchSuite(measurement: Measurement, cells: readonly CellKey[]): Promise<void> {
  const { record, engine, suite, run, found } = measurement;
  if (found.unwatchable !== undefined) {
    const unsupported = { status: 'unsupported', reason: found.unwatchable } as const;
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
      await recordAll(measurement, [cell], { status: 'skipped', reason });
    }
  }

  // The largest cell comes first because it shows most, should the time run out.
  const alone = watched
    .filter((cell) => cell.sizeBytes >= ALONE_FROM_BYTES && copies(cell))
    .sort((a, b) => b.sizeBytes - a.sizeBytes);
  const together = watched
    .filter((cell) => !alone.includes(cell))
    .sort((a, b) => Number(copies(a)) - Number(copies(b)) || a.sizeBytes - b.sizeBytes);
  const [largest, ...others] = alone;
  const isInTime = () => performance.now() - startedMs < budgetMs;
  const launch = (own: readonly CellKey[]) => watchLaunch(measurement, own, isInTime);
  if (largest) await launch([largest]);
  let beganMs = performance.now();
  const { masked, failed } = await launch(together);
  let launchMs = performance.now() - beganMs;
  for (const cell of [...others, ...masked]) {
    if (isInTime()) await launch([cell]);
    else if (others.includes(cell)) await recordAll(measurement, [cell], OUT_OF_TIME);
  }
  // Larger cells take most of a launch, and few round trips. A cell that hangs would hang again.
  const small = together.filter((cell) => isSmall(cell.sizeBytes) && !failed.includes(cell));
  const decidesClaims = suite.answers === 'working-set';
  const fits = () => performance.now() - startedMs + launchMs < budgetMs;
  for (let done = 1; done < run.pressure.launches && (decidesClaims || fits()); done++) {
    beganMs = performance.now();
    await launch(small);
    launchMs = performance.now() - beganMs;
  }
  await record({ kind: 'pass', engine, suite: suite.name, durationMs: performance.now() - startedMs });
}

/** Which sizes are watched, by how many sizes are larger. In a suite without sizes, its parameter takes the place of the size. */
const WATCHED_SIZES: Record<
  Run['pressure']['sizes'],
  { readonly isWatched: (larger: number) => boolean; readonly otherwise: string }
> = {
  // No profile has it now; runs of earlier versions do.
  all: { isWatched: () => true, otherwise: '' },
  'every second': {
    isWatched: (larger) => larger % 2 === 0,
    otherwise:
      'every second size (or number, in a suite without sizes) is watched: those beside this one are',
  },
  largest: {
    isWatched: (larger) => larger === 0,
    otherwise: '--quick watches the largest size only; a run without it watches more',
  },
};

/** Why no cell of a suite is watched. */
export function whySuiteNotWatched(
  { profile }: Pick<Run, 'profile'>,
  { repeats, watchedBy }: Pick<SuiteInfo, 'repeats' | 'watchedBy'>,
): string | undefined {
  if (repeats !== null) return `watched in ${repeats}; the placement of threads does not change collections`;
  switch (watchedBy) {
    case 'all':
      return undefined;
    case 'full':
      return profile === 'full' ? undefined : 'only --full watches this suite';
    case 'none':
      return 'its parts belong to round trips that another suite watches';
  }
}

/** Why a cell is not watched. A ping is always watched: it shows what the engine does while nothing is handed over. */
export function whyNotWatched(
  { suite, run }: Pick<Measurement, 'suite' | 'run'>,
  cell: CellKey,
): string | undefined {
  const reason = whySuiteNotWatched(run, suite);
  if (reason !== undefined) return reason;
  if (isPaced(suite, cell)) return 'the same frames are watched at full speed';
  const transport = suite.transports.find(({ name }) => name === cell.transport);
  if (transport?.role === 'twin') return 'a twin; clone is watched under its own name';
  const { pressure } = run;
  const { isWatched, otherwise } = WATCHED_SIZES[pressure.sizes];
  if (!isWatched(countLarger(suite, cell))) return otherwise;
  return transport?.role === 'control' && transport.copies && !pressure.copyingControls
    ? 'a control; only --full watches it'
    : undefined;
}

function countLarger({ sizesBytes, parameter }: SuiteInfo, cell: CellKey): number {
  const hasSizes = sizesBytes.some((sizeBytes) => sizeBytes > 0);
  const [sizes, own] = hasSizes ? [sizesBytes, cell.sizeBytes] : [parameter?.values ?? [], cell.parameter];
  return sizes.filter((size) => size !== null && own !== null && size > own).length;
}

type NoFigures = { readonly status: 'skipped' | 'failed'; readonly reason: string };

/** Records that cells have no figures, and why. */
async function recordAll({ record }: Measurement, cells: Iterable<CellKey>, why: NoFigures): Promise<void> {
  for (const cell of cells) await record({ kind: 'pressure', ...cell, gc: why, memory: why, cpu: why });
}

interface WatchedLaunch {
  /** The cells whose peak was masked. */
  readonly masked: readonly CellKey[];
  readonly failed: readonly CellKey[];
}

async function watchLaunch(
  measurement: Measurement,
  cells: readonly CellKey[],
  isInTime: () => boolean,
): Promise<WatchedLaunch> {
  if (cells.length === 0) return { masked: [], failed: [] };
  const { run, found, server, record, engine, suite } = measurement;
  const left = new Map(cells.map((cell) => [cellId(cell), cell]));
  const masked: CellKey[] = [];
  const failed: CellKey[] = [];
  let watch: Promise<PressureWatch> | undefined;
  let opened: CellKey | undefined;

  async function recordPressure(pressure: Pressure): Promise<void> {
    const { gc, memory, cpu, ...cell } = { engine, suite: suite.name, ...pressure };
    const hides = isMasked(suite, cell, memory);
    const unknown = cells.length === 1 ? MASKED_ALONE : MASKED;
    const planned = left.get(cellId(cell)) ?? cell;
    left.delete(cellId(cell));
    if (hides) masked.push(planned);
    if (gc.status === 'failed') failed.push(planned);
    await record({ kind: 'pressure', ...cell, gc, memory: hides ? unknown : memory, cpu });
  }

  const session = server.open(withIsolation(run, pagesOf(measurement, cells)), async (message) => {
    if (message.kind === 'window' && message.edge === 'open') {
      const { transport, parameter, sizeBytes } = message;
      opened = { engine, suite: suite.name, transport, parameter, sizeBytes };
    }
    // A message may arrive before the call that opened the page has returned.
    const pressure = await (await watch)?.onMessage(message);
    if (pressure) await recordPressure(pressure);
  });
  try {
    const opening = found.openWatched(session.client);
    watch = opening.then((watched) => new PressureWatch(watched, found.record.gcAccount));
    // If the engine could not be opened, runSession throws the error.
    watch.catch(() => {});
    await runSession(session, opening, measurement.silenceMs);
  } catch (error) {
    const why = { status: 'failed', reason: reasonFrom((error as Error).message) } as const;
    const culprit = opened && left.get(cellId(opened));
    // If nothing was watched, the next launch would fail in the same way.
    const without = culprit ? [culprit] : left.size === cells.length ? cells : [];
    await recordAll(measurement, without, why);
    failed.push(...without);
    for (const cell of without) left.delete(cellId(cell));
  } finally {
    session.close();
  }
  if (left.size === 0) return { masked, failed };
  if (isInTime()) {
    const rest = await watchLaunch(measurement, [...left.values()], isInTime);
    return { masked: [...masked, ...rest.masked], failed: [...failed, ...rest.failed] };
  }
  await recordAll(measurement, left.values(), OUT_OF_TIME);
  return { masked, failed };
}

/** Whether freed memory has masked the peak of a cell. Controls are not checked, as a ping holds no working set. */
function isMasked({ transports }: SuiteInfo, { transport, sizeBytes }: CellKey, memory: Memory): boolean {
  return (
    sizeBytes >= RISES_FROM_BYTES &&
    memory.status === 'measured' &&
    memory.peakBytes < LEAST_RISE * sizeBytes &&
    transports.some(({ name, role }) => name === transport && role === 'transport')
  );
}

/** One page for each sequence of cells of the same size. */
function pagesOf({ run, suite }: Measurement, cells: readonly CellKey[]): PressurePlan[] {
  const { warmup, most, mostMs } = run.pressure;
  const leastBytes = suite.timeShare * run.pressure.leastBytes;
  const pages: WatchedSide[][] = [];
  for (const { sizeBytes, transport, parameter } of cells) {
    const bytes = movedBytesIn({ movedBytes: null, sizeBytes, parameter }, suite);
    const leastRoundTrips = bytes === 0 ? 0 : Math.ceil(leastBytes / bytes);
    const side = { transport, parameter, sizeBytes, leastRoundTrips };
    const last = pages.at(-1);
    if (last?.[0]?.sizeBytes === sizeBytes) last.push(side);
    else pages.push([side]);
  }
  return pages.map((sides, at) => ({
    kind: 'pressure',
    suite: suite.name,
    sides,
    // A round trip of a large cell is slow, so there is no warm-up: the first round trip is watched too.
    roundTrips: {
      warmup: sides.some(({ sizeBytes }) => sizeBytes >= ALONE_FROM_BYTES) ? 0 : warmup,
      most,
      mostMs,
    },
    firstOfLaunch: at === 0,
    // Nothing is timed, but a trace that starts with the browser would delay it.
    settleMs: at === 0 ? SETTLE_MS.launch / 2 : 0,
  }));
}
