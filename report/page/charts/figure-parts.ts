import { breakEvens } from '../../../results/findings/break-even.ts';
import { formatHandOffs } from '../../../results/findings/format.ts';
import { collectionsOf, hasRate, hasThousands } from '../../../results/findings/gc-and-memory.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import type { Interval } from '../../../results/statistics/estimate.ts';
import { bandwidthBytesPerSecond, cellEstimateMs, ratioOf } from '../../../results/summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary } from '../../../results/summary/summary.ts';
import { OTHER_STYLE } from '../parts/series.ts';
import type { Subject } from '../parts/subject.ts';
import {
  type Across,
  type Figure,
  type FigureInfo,
  type Part,
  point,
  type Series,
  seriesOf,
  type Value,
} from './figure.ts';

/** What the figures of the suites are made of: what lies on the x axis, and which value of a cell is drawn. */

export const bySize: Across = {
  includes: ({ sizeBytes }) => sizeBytes > 0,
  x: ({ sizeBytes }) => sizeBytes,
};
export const bySizeAt = (parameter: number | null): Across => ({
  ...bySize,
  includes: (cell) => cell.sizeBytes > 0 && cell.parameter === parameter,
});
export const byParameterAt = (sizeBytes: number): Across => ({
  includes: (cell) => cell.sizeBytes === sizeBytes && cell.parameter !== null,
  x: ({ parameter }) => parameter ?? 0,
});

export const whole: Part = { title: '', controls: true, value: (cell) => cellEstimateMs(cell) };
export const withoutControls: Part = { ...whole, controls: false };

export const toBaseline: Part = {
  title: '',
  controls: false,
  isRatio: true,
  value(cell, { suite, cells }) {
    const baseline = cells.find(
      ({ transport, sizeBytes, parameter }) =>
        transport === suite.baseline && sizeBytes === cell.sizeBytes && parameter === cell.parameter,
    );
    const reason =
      suite.baseline === null
        ? 'there is no method to compare it with'
        : `not measured in the same launch as ${suite.baseline}`;
    return ratioOf(cell, baseline) ?? { reason };
  },
};

export const once = (value: number): Value => ({ value, interval: null });

export function peakOf({ memory }: MeasuredSummary): Value {
  return memory.status === 'measured'
    ? once(memory.peakBytes)
    : { reason: `${memory.status}: ${memory.reason}` };
}

/** The collections in 1,000 round trips. */
export function collectionsIn1000(cell: MeasuredSummary): Value {
  if (cell.gc.status !== 'measured') return { reason: `${cell.gc.status}: ${cell.gc.reason}` };
  const found = collectionsOf([cell]);
  if (!found || !hasRate(found)) return { reason: 'fewer than ten collections' };
  if (!hasThousands(found)) return { reason: 'too few round trips' };
  const { events, roundTrips, interval } = found;
  return {
    value: (1000 * events) / roundTrips,
    interval: { low: 1000 * interval.low, high: 1000 * interval.high },
  };
}

export function throughputOf(cell: MeasuredSummary, suite: SuiteInfo): Value {
  const rate = (durationMs: number) => bandwidthBytesPerSecond(cell, durationMs, suite);
  const { value, interval } = cellEstimateMs(cell);
  return { value: rate(value), interval: interval && { low: rate(interval.high), high: rate(interval.low) } };
}

/** An x axis with one category for each transport of a suite. */
export function categories({ transports }: SuiteInfo, includes: (cell: CellSummary) => boolean) {
  const names = transports.filter(({ role }) => role === 'transport').map(({ name }) => name);
  const across: Across = { includes, x: ({ transport }) => names.indexOf(transport) };
  return { x: { kind: 'category', names } as const, across };
}

export function breakEvenSeries(suite: SuiteInfo, { cells }: Subject): Series[] {
  const instead = suite.breakEven?.instead;
  const points = breakEvens(suite, cells).map(({ sizeBytes, handOffs, interval }) => {
    if (Number.isFinite(handOffs)) return point(sizeBytes, { value: handOffs, interval }, false, null);
    return point(sizeBytes, { reason: whyNeverReached(interval, instead) }, false, null);
  });
  if (points.length === 0 || !suite.breakEven) return [];
  const { use } = suite.breakEven;
  return [{ name: use, title: `${use} instead of ${instead}`, style: OTHER_STYLE, kind: 'line', points }];
}

type Plan = Omit<FigureInfo, 'id'>;
export const SIZE = { kind: 'size' } as const;

/** Why a point estimate has no break-even. */
function whyNeverReached(interval: Interval | null, instead: string | undefined): string {
  if (interval === null) return 'undecided: one launch';
  return Number.isFinite(interval.low)
    ? `undecided: at least ${formatHandOffs(interval.low)} hand-offs`
    : `never: ${instead} is no slower`;
}

/** A figure over the cells of one suite. */
export function figure(
  id: string,
  suite: SuiteInfo,
  plan: Plan,
  across: Across,
  parts: readonly Part[],
): Figure {
  return { id, ...plan, series: (subject) => seriesOf(subject, suite, across, parts) };
}
