import type { GcWatch, ThreadGc } from '../schema/cell.ts';
import type { SuiteInfo } from '../schema/run.ts';
import type { Interval } from '../statistics/estimate.ts';
import { rateInterval95 } from '../statistics/poisson.ts';
import { movedBytesIn, postedIn } from '../summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

const GIB = 1024 ** 3;

/** From this number of events on, a rate says more than the count. */
const RATE_FROM_EVENTS = 10;

/** The collections of one or several cells. A collection that several cells caused is counted in the one that was running. */
export interface Collections {
  readonly events: number;
  readonly roundTrips: number;
  /** Events per round trip. */
  readonly interval: Interval;
  /** In milliseconds. */
  readonly pauseMs: number;
}

/** Minor and major collections of both threads. `undefined` if the collections of no cell are known. */
export function collectionsOf(cells: readonly MeasuredSummary[]): Collections | undefined {
  return count(cells.flatMap(({ gc }) => (gc.status === 'measured' ? gc.watches : [])));
}

/** The collections of one kind on one thread. */
export function collectionsOn(
  cell: MeasuredSummary,
  thread: 'main' | 'worker',
  kind: keyof ThreadGc,
): Collections | undefined {
  const none = { collections: 0, pauseMs: 0 };
  const watches = cell.gc.status === 'measured' ? cell.gc.watches : [];
  return count(
    watches.map((watch) => ({
      ...watch,
      main: { minor: none, major: none },
      worker: { minor: watch[thread][kind], major: none },
    })),
  );
}

function count(watches: readonly GcWatch[]): Collections | undefined {
  const counts = watches.map(({ main, worker, roundTrips }) => ({
    events: eventsOf(main) + eventsOf(worker),
    roundTrips,
  }));
  if (counts.length === 0) return undefined;
  return {
    events: counts.reduce((sum, { events }) => sum + events, 0),
    roundTrips: counts.reduce((sum, { roundTrips }) => sum + roundTrips, 0),
    interval: rateInterval95(counts),
    pauseMs: watches.reduce((sum, { main, worker }) => sum + pauseMsOf(main) + pauseMsOf(worker), 0),
  };
}

/** Large enough for the bytes to matter, small enough for many round trips. */
const SHOWN_SIZE_BYTES = 1024 ** 2;

/** The size whose collections are shown: 1 MiB, or the largest below it at which those of a cell are known. */
export function collectionsSize(cells: readonly CellSummary[]): number | undefined {
  const sizes = cells.flatMap((cell) =>
    cell.status === 'measured' && cell.sizeBytes <= SHOWN_SIZE_BYTES && collectionsOf([cell])
      ? [cell.sizeBytes]
      : [],
  );
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

/** Whether there are enough events for a rate. */
export function hasRate({ events }: Collections): boolean {
  return events >= RATE_FROM_EVENTS;
}

/** With fewer round trips, a rate per 1,000 would say more than was watched. */
const PER_THOUSAND_FROM_ROUND_TRIPS = 50;

/** Whether there are enough round trips for a rate per 1,000. */
export function hasThousands({ roundTrips }: Collections): boolean {
  return roundTrips >= PER_THOUSAND_FROM_ROUND_TRIPS;
}

/**
 * The time of pauses for each GiB that was copied. `undefined` if the collections are unknown or too few for a rate, if nothing is
 * copied, and for a control.
 */
export function pauseMsPerGiB(cell: MeasuredSummary, suite: SuiteInfo): number | undefined {
  const found = collectionsOf([cell]);
  const copies = suite.transports.some(
    ({ name, role, copies }) => name === cell.transport && role === 'transport' && copies,
  );
  if (!found || !copies || !hasRate(found)) return undefined;
  const movedBytes = movedBytesIn(cell, suite) * found.roundTrips;
  return movedBytes === 0 ? undefined : found.pauseMs / (movedBytes / GIB);
}

function eventsOf({ minor, major }: ThreadGc): number {
  return minor.collections + major.collections;
}

function pauseMsOf({ minor, major }: ThreadGc): number {
  return minor.pauseMs + major.pauseMs;
}

/** From this size on, a working set is larger than an engine's own fluctuations. */
const LARGE_BYTES = 16 * 1024 ** 2;

/**
 * Memory amplification: the rise of the engine's memory ÷ the working sets that a round trip hands over. `undefined` if the rise is
 * unknown, or if the working set is not larger than the rise during a control that does not copy, which is noise; without such a
 * control, only of a large working set.
 */
export function amplificationOf(
  cell: MeasuredSummary,
  suite: Pick<SuiteInfo, 'transports' | 'parameter'>,
  cells: readonly CellSummary[],
): number | undefined {
  const idle = suite.transports
    .filter(({ role, copies }) => role === 'control' && !copies)
    .map(({ name }) => name);
  const noisesBytes = cells
    .filter(
      ({ transport, sizeBytes, parameter }) =>
        idle.includes(transport) &&
        sizeBytes === cell.sizeBytes &&
        (parameter === null || parameter === cell.parameter),
    )
    .flatMap((one) =>
      one.status === 'measured' && one.memory.status === 'measured' ? one.memory.peakBytes : [],
    );
  if (cell.memory.status !== 'measured') return undefined;
  const isAboveNoise =
    noisesBytes.length === 0 ? cell.sizeBytes >= LARGE_BYTES : cell.sizeBytes > Math.max(...noisesBytes);
  return isAboveNoise ? cell.memory.peakBytes / (cell.sizeBytes * postedIn(cell, suite)) : undefined;
}
