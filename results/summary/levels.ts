import { median } from '../statistics/estimate.ts';
import type { MeasuredSummary } from './summary.ts';

/** Groups of launches that are less than this factor apart are one level. */
const LEAST_GAP = 1.5;

/**
 * The two levels between which the launches of a cell fall, in milliseconds: two groups of two or more, {@link LEAST_GAP} or more
 * apart, each no wider than half of the gap (in logarithms). `undefined` if the launches form one group.
 */
export function levelsOf({ launches }: MeasuredSummary): { lowMs: number; highMs: number } | undefined {
  const sorted = launches.map(({ valueMs }) => valueMs).sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, at) => value / (sorted[at] ?? value));
  const widest = Math.max(...gaps);
  const split = gaps.indexOf(widest) + 1;
  const groups = [sorted.slice(0, split), sorted.slice(split)] as const;
  const isGroup = (group: readonly number[]) =>
    group.length >= 2 && (group.at(-1) ?? 0) / (group[0] ?? 1) <= Math.sqrt(widest);
  if (widest < LEAST_GAP || !groups.every(isGroup)) return undefined;
  return { lowMs: median(groups[0]), highMs: median(groups[1]) };
}
