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
import { formatDuration } from '../../results/format.ts';
import type { Cell, SuiteInfo } from '../../results/schema.ts';
import { formatSize } from '../../results/sizes.ts';
import { cellEstimateMs } from '../../results/statistics.ts';
import type { SeriesStyle } from './series.ts';

Chart.register(Filler, LineController, LineElement, LinearScale, LogarithmicScale, PointElement, Tooltip);

/** The smallest and largest median of all engines, so that every chart has the same axis. */
export function durationRangeMs(cells: readonly Cell[]): { min: number; max: number } {
  const medians = cells.flatMap((cell) => (cell.status === 'measured' ? [cellEstimateMs(cell).value] : []));
  const decade = (value: number, round: (exponent: number) => number) => 10 ** round(Math.log10(value));
  return medians.length === 0
    ? { min: 0.001, max: 1000 }
    : { min: decade(Math.min(...medians), Math.floor), max: decade(Math.max(...medians), Math.ceil) };
}

export interface RoundTripChart {
  readonly canvas: HTMLCanvasElement;
  readonly cells: readonly Cell[];
  readonly suite: SuiteInfo;
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  readonly range: { min: number; max: number };
}

/** Median round trip by size, a line a transport, both axes logarithmic. */
export function drawRoundTrips({ canvas, cells, suite, styles, range }: RoundTripChart): Chart<'line'> {
  const ink = getComputedStyle(document.body);
  const color = ink.getPropertyValue('--muted');
  const grid = { color: ink.getPropertyValue('--line') };
  return new Chart<'line'>(canvas, {
    type: 'line',
    data: {
      datasets: suite.transports
        .filter(({ role }) => role !== 'twin')
        .flatMap(({ name, role }) => datasets(name, cells, styles, role === 'transport')),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', intersect: false },
      scales: {
        x: {
          type: 'logarithmic',
          min: suite.sizesBytes[0] ?? 1,
          max: suite.sizesBytes.at(-1) ?? 1,
          afterBuildTicks: (axis) => {
            axis.ticks = suite.sizesBytes.map((value) => ({ value }));
          },
          ticks: { color, autoSkip: true, maxRotation: 0, callback: (value) => formatSize(Number(value)) },
          grid,
        },
        y: {
          type: 'logarithmic',
          ...range,
          ticks: {
            color,
            callback: (value) =>
              Number.isInteger(Math.log10(Number(value))) ? axisDuration(Number(value)) : null,
          },
          grid,
        },
      },
      plugins: {
        tooltip: {
          filter: ({ dataset: { label } }) => label !== '',
          callbacks: {
            title: ([item]) => (item ? formatSize(item.parsed.x ?? 0) : ''),
            label: ({ dataset: { label }, parsed }) => `${label}: ${formatDuration(parsed.y ?? 0)}`,
          },
        },
      },
    },
  });
}

type Line = ChartDataset<'line', { x: number; y: number }[]>;

/** A transport's line, and for its 95% interval a band between two lines that are not drawn. */
function datasets(
  name: string,
  cells: readonly Cell[],
  styles: ReadonlyMap<string, SeriesStyle>,
  withBand: boolean,
): Line[] {
  const style = styles.get(name);
  const color = style?.color ?? 'gray';
  const estimates = cells
    .filter(({ transport }) => transport === name)
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap((cell) => (cell.status === 'measured' ? [{ x: cell.sizeBytes, ...cellEstimateMs(cell) }] : []));
  const edge = (bound: 'low' | 'high'): Line => ({
    label: '',
    data: estimates.flatMap(({ x, interval }) => (interval ? [{ x, y: interval[bound] }] : [])),
    borderWidth: 0,
    pointRadius: 0,
    pointHitRadius: 0,
    fill: bound === 'high' ? '-1' : false,
    backgroundColor: `${color}26`,
  });
  const line: Line = {
    label: name,
    data: estimates.map(({ x, value }) => ({ x, y: value })),
    borderColor: color,
    backgroundColor: color,
    borderDash: style?.dash ?? [],
    borderWidth: style?.point === false ? 1.5 : 2,
    pointStyle: style?.point ?? 'circle',
    pointRadius: 4,
    // The outermost points are drawn whole.
    clip: 8,
  };
  return withBand ? [line, edge('low'), edge('high')] : [line];
}

/** A tick's power of ten: `0.01` → `"10 µs"`. */
function axisDuration(durationMs: number): string {
  return formatDuration(durationMs).replace(/\.0+(?= )/, '');
}
