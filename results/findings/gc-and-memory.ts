import type { ThreadGc } from '../schema/cell.ts';
import type { SuiteInfo } from '../schema/run.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

const GIB = 1024 ** 3;

/** A cell's collections: minor and major, of both threads. */
export interface GcRates {
  readonly collections: number;
  readonly perThousandRoundTrips: number;
  readonly pauseMsPerRoundTrip: number;
  /** Per GiB moved; `null` if no data were moved. */
  readonly pauseMsPerGiB: number | null;
}

/** `undefined` if the collections are unknown. */
export function gcRatesOf(
  { gc, sizeBytes }: Pick<MeasuredSummary, 'gc' | 'sizeBytes'>,
  crossings: number,
): GcRates | undefined {
  if (gc.status !== 'measured') return undefined;
  const { roundTrips, main, worker } = gc;
  const collections = collectionsOf(main) + collectionsOf(worker);
  const pauseMs = pauseMsOf(main) + pauseMsOf(worker);
  const movedBytes = crossings * sizeBytes * roundTrips;
  return {
    collections,
    perThousandRoundTrips: (1000 * collections) / roundTrips,
    pauseMsPerRoundTrip: pauseMs / roundTrips,
    pauseMsPerGiB: movedBytes === 0 ? null : pauseMs / (movedBytes / GIB),
  };
}

export function collectionsOf({ minor, major }: ThreadGc): number {
  return minor.collections + major.collections;
}

function pauseMsOf({ minor, major }: ThreadGc): number {
  return minor.pauseMs + major.pauseMs;
}

/**
 * Memory amplification: the rise of the engine's memory ÷ the working set. `undefined` if the rise is unknown, or if the working
 * set is not larger than the rise during a control that does not copy, which is noise.
 */
export function amplificationOf(
  cell: MeasuredSummary,
  { transports }: Pick<SuiteInfo, 'transports'>,
  cells: readonly CellSummary[],
): number | undefined {
  const idle = transports.filter(({ role, copies }) => role === 'control' && !copies).map(({ name }) => name);
  const noiseBytes = Math.max(
    0,
    ...cells
      .filter(({ transport, sizeBytes }) => idle.includes(transport) && sizeBytes === cell.sizeBytes)
      .map((one) =>
        one.status === 'measured' && one.memory.status === 'measured' ? one.memory.peakBytes : 0,
      ),
  );
  if (cell.memory.status !== 'measured' || cell.sizeBytes <= noiseBytes) return undefined;
  return cell.memory.peakBytes / cell.sizeBytes;
}
