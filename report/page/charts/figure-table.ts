import { toCsv } from '../../../results/export/csv.ts';
import { formatMargin } from '../../../results/findings/format.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { relativeMargin } from '../../../results/statistics/estimate.ts';
import type { Figure, FigureInfo, Point, Series, Shown, XAxis } from './figure.ts';

/** The values of a figure for one engine: a row for each x value, a column for each series. */
export interface FigureTable {
  readonly corner: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly title: string; readonly points: readonly (Point | undefined)[] }[];
}

export function tableOf({ x }: FigureInfo, series: readonly Series[]): FigureTable {
  const places = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort(
    (a, b) => a - b,
  );
  if (x.kind === 'category') {
    // With one value for each series, one row per series is easier to read than a diagonal.
    return {
      corner: 'transport',
      head: ['value'],
      rows: series.map(({ title, points }) => ({ title, points: [points[0]] })),
    };
  }
  return {
    corner: 'title' in x ? x.title : x.kind,
    head: series.map(({ title }) => title),
    rows: places.map((place) => ({
      title: placeInWords(x, place),
      points: series.map(({ points }) => points.find((point) => point.x === place)),
    })),
  };
}

export function placeInWords(x: XAxis, place: number): string {
  switch (x.kind) {
    case 'size':
      return formatSize(place);
    case 'parameter':
      return String(place);
    case 'category':
    case 'stack':
      return x.names[place] ?? '';
    case 'time':
      return new Date(place).toISOString().slice(0, 16).replace('T', ' ');
  }
}

/** `"12.3 µs ±8%"`, `"×0.50 (0.40 to 0.61)"`; or why there is no value. */
export function pointInWords({ unit }: FigureInfo, { y, low, high, decision, reason }: Point): string {
  if (y === null) return reason ?? 'not measured';
  const interval = low !== null && high !== null ? { low, high } : null;
  if (decision !== null) {
    const range = interval ? ` (${unit.format(low ?? 0)} to ${unit.format(high ?? 0)})` : '';
    return `${unit.format(y)}${range}${decision === 'decided' ? '' : `, ${decision}`}`;
  }
  if (interval?.high === Number.POSITIVE_INFINITY) {
    return `${unit.format(y)} (at least ${unit.format(interval.low)})`;
  }
  // A value whose interval reaches 0 has no relative margin.
  if (interval && interval.low <= 0)
    return `${formatSigned(unit, y)} (${formatSigned(unit, interval.low)} to ${formatSigned(unit, interval.high)})`;
  const margin = interval ? formatMargin(relativeMargin({ value: y, interval })) : '';
  return `${formatSigned(unit, y)}${margin && ` ${margin}`}`;
}

function formatSigned({ format }: FigureInfo['unit'], value: number): string {
  return value < 0 ? `-${format(-value)}` : format(value);
}

/** All values of a figure, one per line. */
export function csvOf<S extends Shown>(figure: Figure<S>, subjects: readonly S[]): string {
  const { x, unit } = figure;
  const head = [
    'figure',
    'engine',
    'version',
    'transport',
    'series',
    x.kind === 'size' ? 'sizeBytes' : x.kind,
  ];
  const rows = subjects.flatMap((subject) =>
    figure.series(subject).flatMap(({ name, title, points }) =>
      points.map((point) => [
        figure.id,
        subject.title,
        // Of many runs, the last one's version is not that of the others.
        x.kind === 'time' ? '' : subject.version,
        name,
        title,
        x.kind === 'size' || x.kind === 'parameter' ? point.x : placeInWords(x, point.x),
        point.y,
        point.low,
        point.high,
        point.decision,
        point.reason,
      ]),
    ),
  );
  return toCsv([[...head, unit.name, 'low', 'high', 'decision', 'reason'], ...rows]);
}
