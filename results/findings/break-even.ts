import type { BreakEvenParts, SuiteInfo } from '../schema/run.ts';
import type { Interval } from '../statistics/estimate.ts';
import { cellEstimateMs } from '../summary/cell-figures.ts';
import { areOnOneHost } from '../summary/hosts.ts';
import type { CellSummary, MeasuredSummary } from '../summary/summary.ts';

/** The number of hand-offs of a size after which sharing has paid off its set-up. */
export interface BreakEven {
  readonly sizeBytes: number;
  /** Infinite if cloning is no slower. */
  readonly handOffs: number;
  /**
   * From the worst ends of the intervals of its parts, which are seldom at their worst together, so the interval covers more than
   * 95%.
   */
  readonly interval: Interval | null;
}

/**
 * The time to make a shared memory, to copy the working set into it and to post it, divided by the time that each hand-off then
 * saves. A size is left out if a part was not measured, or if the suites were measured on different machines.
 * @param cells Of one engine.
 */
export function breakEvens(
  { name: setup, breakEven }: Pick<SuiteInfo, 'name' | 'breakEven'>,
  cells: readonly CellSummary[],
): BreakEven[] {
  return breakEven ? ofParts(setup, breakEven, cells) : [];
}

function ofParts(
  setup: string,
  { suite: handOffs, allocate: allocating, fill, post: posting, instead, use }: BreakEvenParts,
  cells: readonly CellSummary[],
): BreakEven[] {
  const at = (suite: string, transport: string, sizeBytes: number): MeasuredSummary | undefined =>
    cells
      .filter((cell) => cell.status === 'measured')
      .find((cell) => cell.suite === suite && cell.transport === transport && cell.sizeBytes === sizeBytes);
  const sizes = cells
    .filter(({ suite, transport }) => suite === setup && transport === allocating)
    .map(({ sizeBytes }) => sizeBytes);
  return sizes.flatMap((sizeBytes) => {
    const parts = [
      at(setup, allocating, sizeBytes),
      at(handOffs, fill, sizeBytes),
      at(handOffs, posting, sizeBytes),
      at(handOffs, instead, sizeBytes),
      at(handOffs, use, sizeBytes),
    ];
    const [allocate, copy, post, slow, quick] = parts.map((cell) => cell && cellEstimateMs(cell));
    if (!allocate || !copy || !post || !slow || !quick) return [];
    if (!areOnOneHost(parts.flatMap((cell) => cell ?? []))) return [];
    const countOf = (costMs: number, savedMs: number) =>
      savedMs > 0 ? costMs / savedMs : Number.POSITIVE_INFINITY;
    const value = countOf(allocate.value + copy.value + post.value, slow.value - quick.value);
    const [a, b, c, d, e] = [allocate, copy, post, slow, quick].map(({ interval }) => interval);
    const interval =
      a && b && c && d && e
        ? {
            low: countOf(a.low + b.low + c.low, d.high - e.low),
            high: countOf(a.high + b.high + c.high, d.low - e.high),
          }
        : null;
    return [{ sizeBytes, handOffs: value, interval }];
  });
}
