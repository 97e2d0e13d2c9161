import { BarController, BarElement, CategoryScale, Chart, type ChartDataset, type Plugin } from 'chart.js';
import { formatShare } from '../../../results/findings/messages/anatomy.ts';
import type { CellKey } from '../../../results/schema/keys.ts';
import { inkOf } from './chart.ts';
import type { FigureInfo, Point, Series, XAxis } from './figure.ts';
import { pointInWords } from './figure-table.ts';

Chart.register(BarController, BarElement, CategoryScale);

interface Segment {
  /** The share of the total. */
  readonly x: number;
  /** The name of the stack. */
  readonly y: string;
  readonly point: Point;
}
type Part = ChartDataset<'bar', Segment[]>;
type StackFigure = FigureInfo & { readonly x: Extract<XAxis, { kind: 'stack' }> };

const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** Room to the left and the right of a label. */
const PADDING = 4;

/** Draws each stack as a bar of the same length, so that short and long totals can be compared by their parts. */
export function drawStacks(
  canvas: HTMLCanvasElement,
  figure: StackFigure,
  series: readonly Series[],
  onSelect: (cell: CellKey) => void,
): Chart<'bar', Segment[]> {
  const { names } = figure.x;
  const ink = inkOf(canvas);
  const card = getComputedStyle(canvas).getPropertyValue('--card');
  const totals = series.find(({ kind }) => kind === 'total')?.points ?? [];
  const totalAt = (place: number) => totals.find(({ x }) => x === place)?.y ?? null;
  const parts = series.filter(({ kind }) => kind !== 'total');
  const sumAt = (place: number) =>
    parts.reduce((sum, { points }) => sum + (points.find(({ x }) => x === place)?.y ?? 0), 0);
  // The parts are figures of their own, so their sum may be a little longer than the total.
  const lengths = names.flatMap((_, place) => {
    const total = totalAt(place);
    return total === null ? [] : [sumAt(place) / total];
  });
  const longest = Math.max(1, ...lengths);
  return new Chart<'bar', Segment[]>(canvas, {
    type: 'bar',
    data: {
      labels: [...names],
      datasets: parts.map(({ title, style, points }): Part => {
        const drawn = points.flatMap((point) => {
          const total = totalAt(point.x);
          if (point.y === null || total === null) return [];
          return [{ x: point.y / total, y: names[point.x] ?? '', point }];
        });
        return {
          label: title,
          data: drawn,
          backgroundColor: style.color,
          borderColor: card,
          borderWidth: { right: 1 },
          borderSkipped: false,
          barPercentage: 0.94,
          categoryPercentage: 0.94,
        };
      }),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: 'y',
      interaction: { mode: 'nearest', intersect: true },
      onClick: (_, [hit], chart) => {
        const segment =
          hit && (chart.data.datasets[hit.datasetIndex]?.data[hit.index] as Segment | undefined);
        if (segment?.point.cell) onSelect(segment.point.cell);
      },
      scales: {
        x: {
          stacked: true,
          min: 0,
          max: longest,
          ticks: {
            color: ink.color,
            autoSkip: false,
            maxRotation: 0,
            callback: (value) => `${100 * Number(value)}%`,
          },
          afterBuildTicks: (axis) => {
            axis.ticks = TICKS.map((value) => ({ value }));
          },
          grid: { color: ink.line },
        },
        y: {
          stacked: true,
          ticks: {
            color: ink.color,
            autoSkip: false,
            callback: (_, place) => {
              const total = totalAt(place);
              return [names[place] ?? '', total === null ? '–' : figure.unit.format(total)];
            },
          },
          grid: { display: false },
        },
      },
      plugins: {
        tooltip: {
          callbacks: {
            label: ({ dataset: { label }, raw }) => {
              const { x, point } = raw as Segment;
              return `${label}: ${pointInWords(figure, point)}, ${formatShare(x)} of the round trip`;
            },
          },
        },
      },
    },
    plugins: [labels(figure, parts)],
  });
}

/** The time of each part, in the part, if there is room. */
function labels({ unit }: FigureInfo, parts: readonly Series[]): Plugin<'bar'> {
  return {
    id: 'labels',
    afterDatasetsDraw(chart) {
      const { ctx, data } = chart;
      ctx.save();
      ctx.font = '11px system-ui, sans-serif';
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      for (const [index, { style }] of parts.entries()) {
        ctx.fillStyle = style.labelColor ?? '#000000';
        for (const [at, element] of chart.getDatasetMeta(index).data.entries()) {
          const { point } = (data.datasets[index]?.data[at] ?? {}) as Partial<Segment>;
          const { x, base, y } = element.getProps(['x', 'base', 'y'], true) as unknown as {
            x: number;
            base: number;
            y: number;
          };
          if (!point?.y) continue;
          const text = unit.format(point.y);
          if (ctx.measureText(text).width + 2 * PADDING < x - base) ctx.fillText(text, (x + base) / 2, y);
        }
      }
      ctx.restore();
    },
  };
}
