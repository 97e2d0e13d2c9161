import type { CellKey } from '../schema/keys.ts';
import { type Estimate, estimate, median } from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from './summary.ts';

/** Figures of a cell, and of two cells together, from each launch's value. */

/** The median round trip of a cell. */
export function cellEstimateMs({ launches }: MeasuredSummary): Estimate {
  return estimate(launches.map(({ medianMs }) => medianMs));
}

/** What a round trip costs the main thread, in milliseconds; `undefined` where nothing is posted. */
export function mainThreadEstimateMs(cell: MeasuredSummary): Estimate | undefined {
  const launches = cell.launches.flatMap(({ mainThreadMs }) => mainThreadMs ?? []);
  if (launches.length === 0) return undefined;
  // A coarse clock may have seen nothing at all of it in some launch: there is no logarithm of that.
  return launches.includes(0) ? { value: median(launches), interval: null } : estimate(launches);
}

/** Two cells' medians in milliseconds, for each launch that measured both. What a launch does to both can then cancel out. */
export function launchPairs(first: MeasuredSummary, second: MeasuredSummary): [number, number][] {
  const others = new Map(second.launches.map((launch) => [launch.launch, launch]));
  return first.launches.flatMap((launch) => {
    const other = others.get(launch.launch);
    return other ? [[launch.medianMs, other.medianMs]] : [];
  });
}

/** The ratios of two cells, one for each launch that measured both; none where there is no such launch. */
export function launchRatios(
  numerator: CellSummary | undefined,
  denominator: CellSummary | undefined,
): number[] {
  if (numerator?.status !== 'measured' || denominator?.status !== 'measured') return [];
  return launchPairs(numerator, denominator).map(([above, below]) => above / below);
}

/** The ratio of two cells, paired by launch. `undefined` where no launch measured both. */
export function ratioOf(
  numerator: CellSummary | undefined,
  denominator: CellSummary | undefined,
): Estimate | undefined {
  const ratios = launchRatios(numerator, denominator);
  return ratios.length === 0 ? undefined : estimate(ratios);
}

/** Bytes moved a second, of round trips that move the working set so often. */
export function bandwidthBytesPerSecond(
  { sizeBytes }: Pick<CellKey, 'sizeBytes'>,
  roundTripMs: number,
  crossings: number,
): number {
  return (crossings * sizeBytes) / (roundTripMs / 1000);
}
