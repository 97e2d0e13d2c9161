import { type Estimate, estimate } from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';
import type { Extent } from './question.ts';

/** A transport's time for one extent, in milliseconds, by launch. */
export interface Curve {
  readonly launches: ReadonlyMap<number, number>;
  /** The measured cells on both sides of the extent; the same cell once if it was measured. */
  readonly cells: readonly MeasuredSummary[];
}

/** For a measured extent, the values of its cell; for one between two measured extents, a log-log interpolation by launch. */
export function curveAt(cells: readonly CellSummary[], transport: string, { value, by }: Extent): Curve {
  const of = (cell: CellSummary) => cell[by] ?? 0;
  const own = cells
    .filter((cell): cell is MeasuredSummary => cell.status === 'measured' && cell.transport === transport)
    .sort((a, b) => of(a) - of(b));
  const below = own.findLast((cell) => of(cell) <= value);
  const above = own.find((cell) => of(cell) >= value);
  if (!below || !above) return { launches: new Map(), cells: [] };
  if (below === above) return { launches: valuesOf(below), cells: [below] };
  const share = Math.log(value / of(below)) / Math.log(of(above) / of(below));
  const others = valuesOf(above);
  const launches = new Map<number, number>();
  for (const [launch, valueMs] of valuesOf(below)) {
    const other = others.get(launch);
    if (other !== undefined) launches.set(launch, valueMs ** (1 - share) * other ** share);
  }
  return { launches, cells: [below, above] };
}

export function valuesOf({ launches }: MeasuredSummary): Map<number, number> {
  return new Map(launches.map(({ launch, valueMs }) => [launch, valueMs]));
}

/** Only launches that measured both transports have a ratio. */
export function ratioByLaunch(
  above: ReadonlyMap<number, number>,
  below: ReadonlyMap<number, number>,
): Estimate {
  return estimate(
    [...above].flatMap(([launch, ms]) => {
      const other = below.get(launch);
      return other === undefined ? [] : [ms / other];
    }),
  );
}
