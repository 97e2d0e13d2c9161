import {
  Chart,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { CellKey } from '../../../results/schema/keys.ts';
import { isRatio, type Unit } from '../parts/units.ts';
import type { FigureInfo, Point, Series } from './figure.ts';
import { placeInWords, pointInWords } from './figure-table.ts';

Chart.register(Filler, LineController, LineElement, LinearScale, LogarithmicScale, PointElement, Tooltip);

export interface Range {
  readonly min: number;
  readonly max: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Absent for the bounds of an interval. */
  readonly point?: Point;
}
type Line = ChartDataset<'line', Place[]>;

const UNDECIDED = '#9a9a9a';
/** Dates are long and panels are narrow. */
const MOST_DATES = 4;

/** A value with what of its interval an axis must have room for: an interval of many decades would flatten all lines. */
export function withInterval(value: number, low: number | null, high: number | null): number[] {
  return [value, Math.max(low ?? value, value / 10), Math.min(high ?? value, 10 * value)];
}

/** The range of all values, the same for every engine: a logarithmic axis starts and ends at a power of the unit's base. */
export function rangeOf(
  values: readonly number[],
  { scale, base }: Pick<FigureInfo, 'scale'> & Pick<Unit, 'base'>,
): Range {
  if (scale === 'linear') return { min: 0, max: roundUp(Math.max(...values, 0)) };
  const drawn = values.filter((value) => value > 0);
  if (drawn.length === 0) return { min: 0.1, max: 10 };
  const decade = (value: number, round: (exponent: number) => number) =>
    base ** round(Math.log(value) / Math.log(base));
  return { min: decade(Math.min(...drawn), Math.floor), max: decade(Math.max(...drawn), Math.ceil) };
}

/** Rounds up to 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (value === 0) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([1, 2, 5].find((round) => round * decade >= value) ?? 10);
}

interface Drawn {
  readonly series: readonly Series[];
  readonly range: Range;
  readonly places: readonly number[];
  readonly events: readonly { readonly x: number; readonly title: string }[];
}

/** Draws a figure's series; `onSelect` gets the cell of a clicked point. */
export function drawFigure(
  canvas: HTMLCanvasElement,
  figure: FigureInfo,
  { series, range, places, events }: Drawn,
  onSelect: (cell: CellKey) => void,
): Chart<'line', Place[]> {
  const { x, unit, scale } = figure;
  const ink = inkOf(canvas);
  const isCategory = x.kind === 'category';
  return new Chart<'line', Place[]>(canvas, {
    type: 'line',
    data: {
      datasets: [
        ...series.flatMap((one) => linesOf(figure, one, range)),
        ...events.map(({ x: at, title }) => eventLine(at, title, range, ink.color)),
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', intersect: false },
      onClick: (_, [hit], chart) => {
        const place = hit && (chart.data.datasets[hit.datasetIndex]?.data[hit.index] as Place | undefined);
        if (place?.point?.cell) onSelect(place.point.cell);
      },
      scales: {
        x: {
          type: isCategory || x.kind === 'time' ? 'linear' : 'logarithmic',
          ...(isCategory ? { min: -0.5, max: x.names.length - 0.5 } : extentOf(x.kind === 'time', places)),
          afterBuildTicks: (axis) => {
            const shown = x.kind === 'time' ? spread(places, MOST_DATES) : places;
            axis.ticks = shown.map((value) => ({ value }));
          },
          ticks: {
            color: ink.color,
            autoSkip: !isCategory,
            maxRotation: isCategory ? 40 : 0,
            callback: (value) => placeInWords(x, Number(value)),
          },
          grid: { color: ink.line },
          // Sizes and dates name themselves.
          title: { display: x.kind === 'parameter', text: 'title' in x ? x.title : '', color: ink.color },
        },
        y: {
          type: scale,
          ...range,
          afterBuildTicks: (axis) => {
            if (scale === 'logarithmic' && unit.base === 16) axis.ticks = powers(16, range);
          },
          ticks: {
            color: ink.color,
            callback: (value) =>
              scale === 'linear' || unit.base === 16 || isDecade(Number(value), range)
                ? unit.tick(Number(value))
                : null,
          },
          // The line that ratios are compared with.
          grid: { color: ({ tick }) => (isRatio(unit) && tick.value === 1 ? ink.color : ink.line) },
        },
      },
      plugins: {
        tooltip: {
          filter: ({ dataset: { label } }) => label !== '',
          callbacks: {
            title: ([item]) => (item ? placeInWords(x, item.parsed.x ?? 0) : ''),
            label: ({ dataset: { label }, raw }) => {
              const { point } = raw as Place;
              return point ? `${label}: ${pointInWords(figure, point)}` : (label ?? '');
            },
          },
        },
      },
    },
  });
}

/** The page's current colours, light or dark. */
export function inkOf(canvas: HTMLCanvasElement): { color: string; line: string } {
  const style = getComputedStyle(canvas);
  return { color: style.getPropertyValue('--muted'), line: style.getPropertyValue('--line') };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** From the first place to the last. A place that is alone is in the middle: an axis without a width would show nothing. */
function extentOf(isTime: boolean, places: readonly number[]): Range {
  const [min = 1] = places;
  const max = places.at(-1) ?? min;
  if (min < max) return { min, max };
  return isTime ? { min: min - DAY_MS, max: max + DAY_MS } : { min: min / 2, max: max * 2 };
}

/** At most `most` of the values, evenly spaced, starting with the first. */
function spread(values: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(values.length / most));
  return values.filter((_, at) => at % step === 0);
}

function powers(base: number, { min, max }: Range): { value: number }[] {
  const ticks: { value: number }[] = [];
  for (let value = min; value <= max * 1.01; value *= base) ticks.push({ value });
  return ticks;
}

/** Ticks at every power of ten, or at every 1, 2 and 5 times one if those are few. */
function isDecade(value: number, { min, max }: Range): boolean {
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  const few = max / min <= 100;
  return [1, ...(few ? [2, 5] : [])].some((round) => Math.abs(mantissa - round) < 1e-6);
}

/** A series’ line with its 95% interval: a band between two invisible lines, or whiskers if the series has one point. */
function linesOf(figure: FigureInfo, { title, style, kind, points }: Series, range: Range): Line[] {
  const floor = figure.scale === 'logarithmic' ? range.min : Number.NEGATIVE_INFINITY;
  const isDrawn = (value: number | null): value is number =>
    value !== null && (figure.scale === 'linear' || value > 0);
  const drawn = points.filter(({ y }) => isDrawn(y));
  const colors = drawn.map(({ decision }) => (decision === 'undecided' ? UNDECIDED : style.color));
  const line: Line = {
    label: title,
    data: drawn.map((point) => ({ x: point.x, y: point.y ?? Number.NaN, point })),
    borderColor: style.color,
    backgroundColor: style.color,
    pointBackgroundColor: colors,
    pointBorderColor: colors,
    borderDash: [...style.dash],
    borderWidth: kind === 'control' ? 1.5 : 2,
    showLine: kind !== 'marks',
    pointStyle: style.point,
    pointRadius: kind === 'marks' ? 7 : figure.x.kind === 'time' && points.length > 1 ? 0 : 4,
    pointHoverRadius: 6,
    // Points at the edge are not cut off.
    clip: 8,
  };
  const bounded = drawn.filter(({ low, high }) => low !== null && high !== null);
  if (kind !== 'line' || bounded.length === 0) return [line];
  if (points.length === 1) {
    return [
      line,
      ...bounded.map(({ x, low, high }) => ({
        ...UNLABELLED,
        borderWidth: 2,
        borderColor: style.color,
        data: [
          { x, y: Math.max(low ?? 0, floor) },
          { x, y: Math.min(high ?? 0, range.max) },
        ],
      })),
    ];
  }
  const edge = (bound: 'low' | 'high'): Line => ({
    ...UNLABELLED,
    borderWidth: 0,
    data: bounded.map((point) => ({
      x: point.x,
      y: Math.min(Math.max(point[bound] ?? 0, floor), Number.MAX_VALUE),
    })),
    fill: bound === 'high' ? '-1' : false,
    backgroundColor: `${style.color}26`,
  });
  return [line, edge('low'), edge('high')];
}

function eventLine(x: number, title: string, { min, max }: Range, color: string): Line {
  return {
    label: title,
    data: [
      { x, y: min },
      { x, y: max },
    ],
    borderColor: color,
    borderDash: [3, 3],
    borderWidth: 1,
    pointRadius: 0,
  };
}

const UNLABELLED = { label: '', pointRadius: 0, pointHitRadius: 0 } as const;
