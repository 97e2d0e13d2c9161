import { type Estimate, estimate, median, worthSaying } from '../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from './summary.ts';

/**
 * The two levels between which the launches of a cell fall, in milliseconds: two groups of two or more, a factor of 1.5 or
 * more apart, each no wider than half of the gap (in logarithms). `undefined` where they are one group.
 */
export function levelsOf({ launches }: MeasuredSummary): { lowMs: number; highMs: number } | undefined {
  const sorted = launches.map(({ medianMs }) => medianMs).sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, at) => value / (sorted[at] ?? value));
  const widest = Math.max(...gaps);
  const split = gaps.indexOf(widest) + 1;
  const groups = [sorted.slice(0, split), sorted.slice(split)] as const;
  const isGroup = (group: readonly number[]) =>
    group.length >= 2 && (group.at(-1) ?? 0) / (group[0] ?? 1) <= Math.sqrt(widest);
  if (widest < 1.5 || !groups.every(isGroup)) return undefined;
  return { lowMs: median(groups[0]), highMs: median(groups[1]) };
}

/** What a neighbour does to the blocks after it. */
export interface CarryOver {
  readonly after: string;
  /** A launch's median ÷ the cell's, over the launches in which it came after this neighbour. */
  readonly estimate: Estimate;
}

/**
 * The neighbours after which what is bound by latency takes longer, or less long, than it does on the whole: of the cells of
 * one engine and suite whose transports do not copy.
 */
export function carryOvers(cells: readonly CellSummary[], latencyBound: readonly string[]): CarryOver[] {
  const byNeighbour = new Map<string, number[]>();
  for (const cell of cells) {
    if (cell.status !== 'measured' || !latencyBound.includes(cell.transport)) continue;
    const cellMs = median(cell.launches.map(({ medianMs }) => medianMs));
    for (const { after, medianMs } of cell.launches) {
      const neighbour = after ?? 'a page load';
      byNeighbour.set(neighbour, [...(byNeighbour.get(neighbour) ?? []), medianMs / cellMs]);
    }
  }
  return [...byNeighbour].flatMap(([after, ratios]) => {
    const found = worthSaying(estimate(ratios));
    return found ? [{ after, estimate: found }] : [];
  });
}
