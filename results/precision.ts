import type { Cell, Results, TransportInfo } from './schema.ts';
import { cellEstimateMs, type Estimate, ratioOf, relativeMargin } from './statistics.ts';

/** The transport that the others are held against. */
export const BASELINE = 'clone';

/** A ratio that decides an answer: a transport to clone, or to the control of its regime. */
export interface DecidingRatio {
  readonly cell: Cell;
  readonly to: string;
  readonly estimate: Estimate;
}

/**
 * The ratios that decide, of the cells of one engine and suite at one size. Controls and twins have none of their own: a
 * control is only as good as what is held against it, and a twin is no part of the answer.
 */
export function decidingRatios(
  transports: readonly TransportInfo[],
  cells: readonly Cell[],
): DecidingRatio[] {
  const find = (name: string) => cells.find(({ transport }) => transport === name);
  return transports
    .filter(({ role }) => role === 'transport')
    .flatMap((transport) => {
      const cell = find(transport.name);
      if (!cell) return [];
      return [BASELINE, fittingControl(transport, cells)].flatMap((to) => {
        const estimate = to === transport.name ? undefined : ratioOf(cell, find(to));
        return estimate ? [{ cell, to, estimate }] : [];
      });
    });
}

/**
 * The control of a transport's regime at a size: the empty ping for what is bound by latency, and for what copies the copy
 * into fresh memory, from where on that takes longer than the ping.
 */
export function fittingControl({ copies }: TransportInfo, cells: readonly Cell[]): 'ping' | 'copy-fresh' {
  if (!copies) return 'ping';
  const [ping, copy] = ['ping', 'copy-fresh'].map((name) => {
    const cell = cells.find(({ transport }) => transport === name);
    return cell?.status === 'measured' ? cellEstimateMs(cell).value : 0;
  }) as [number, number];
  return copy > ping ? 'copy-fresh' : 'ping';
}

/** The sizes of an engine and suite at which some deciding ratio is still wider than the run's target. */
export function wideSizesBytes({ run, cells }: Results): number[] {
  return run.sizesBytes.filter((sizeBytes) => {
    const here = cells.filter((cell) => cell.sizeBytes === sizeBytes);
    return decidingRatios(run.transports, here).some(
      ({ estimate }) => relativeMargin(estimate) > run.sampling.targetMargin,
    );
  });
}
