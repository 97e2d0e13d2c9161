import type { SuiteInfo } from '../../schema/run.ts';
import { type Estimate, estimateOfSum } from '../../statistics/estimate.ts';
import type { CellSummary, MeasuredSummary } from '../../summary/summary.ts';

/** The time of a burst is a wake-up each way, plus its messages. Both in milliseconds. */
export interface MessageCost {
  readonly transport: string;
  readonly sizeBytes: number;
  /** One message there and its answer back: the slope over the number of messages in flight. */
  readonly messageMs: Estimate;
  /** The intercept. */
  readonly wakeUpMs: Estimate;
}

/** Of each transport and size with at least two numbers of messages in flight; none if the suite has no such parameter. */
export function messageCosts(
  { parameter, transports, sizesBytes }: SuiteInfo,
  cells: readonly CellSummary[],
): MessageCost[] {
  if (parameter?.kind !== 'in flight') return [];
  return transports.flatMap(({ name: transport }) =>
    sizesBytes.flatMap((sizeBytes) => {
      const own = cells.filter(
        (cell): cell is MeasuredSummary =>
          cell.status === 'measured' && cell.transport === transport && cell.sizeBytes === sizeBytes,
      );
      const lines = linesOf(own);
      return lines.length === 0
        ? []
        : [
            {
              transport,
              sizeBytes,
              messageMs: estimateOfSum(lines.map(({ slope }) => slope)),
              wakeUpMs: estimateOfSum(lines.map(({ intercept }) => intercept)),
            },
          ];
    }),
  );
}

/** One line per launch that measured every number of messages. */
function linesOf(cells: readonly MeasuredSummary[]): { slope: number; intercept: number }[] {
  const [first, ...others] = cells;
  if (!first || others.length === 0) return [];
  return first.launches.flatMap(({ launch }) => {
    const points = cells.flatMap(({ parameter, launches }) => {
      const value = launches.find((one) => one.launch === launch)?.valueMs;
      return value === undefined || parameter === null ? [] : [{ x: parameter, y: value }];
    });
    return points.length === cells.length ? [lineThrough(points)] : [];
  });
}

/** Least squares with the weights 1 / y², because times differ by factors: a burst of 64 scatters more than one of 1. */
function lineThrough(points: readonly { x: number; y: number }[]): { slope: number; intercept: number } {
  const weighted = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point) / point.y ** 2, 0);
  const weight = weighted(() => 1);
  const [meanX, meanY] = [weighted(({ x }) => x) / weight, weighted(({ y }) => y) / weight];
  const slope = weighted(({ x, y }) => (x - meanX) * (y - meanY)) / weighted(({ x }) => (x - meanX) ** 2);
  return { slope, intercept: meanY - slope * meanX };
}
