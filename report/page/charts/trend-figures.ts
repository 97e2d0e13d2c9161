import { exactSize, formatSize } from '../../../results/schema/sizes.ts';
import type { Dashboard } from '../../../results/trends/dashboard-data.ts';
import { pairId, type Trend } from '../../../results/trends/trends.ts';
import { LINE_STYLES, type SeriesStyle } from '../parts/series.ts';
import { UNITS } from '../parts/units.ts';
import type { Figure, Series, Shown } from './figure.ts';

/** One engine on one machine, in all runs. */
export interface Strand extends Shown {
  readonly engine: string;
  readonly machine: string;
}

/** The title names the machine if there are several. */
export function strandsOf({ trends, runs }: Dashboard): Strand[] {
  const machines = [...new Set(trends.map(({ machine }) => machine))];
  const strands = new Map<string, Strand>();
  for (const { engine, machine } of trends) {
    const id = machines.length > 1 ? `${engine}-${machines.indexOf(machine) + 1}` : engine;
    const title = machines.length > 1 ? `${engine}, ${machine}` : engine;
    const own = runs.flatMap(({ engines }) =>
      engines.filter((one) => one.engine === engine && one.machine === machine),
    );
    strands.set(id, { id, title, version: own.at(-1)?.version ?? '', engine, machine });
  }
  return [...strands.values()];
}

export function sizesOf({ trends }: Dashboard): number[] {
  return [...new Set(trends.map(({ sizeBytes }) => sizeBytes))].sort((a, b) => a - b);
}

/** A colour and a dash for each size: in a year of runs, shapes of points are too small to see. */
export function styleOf(sizeBytes: number, sizes: readonly number[]): SeriesStyle {
  return LINE_STYLES[sizes.indexOf(sizeBytes) % LINE_STYLES.length] as SeriesStyle;
}

/** One figure for each pair of hand-offs. */
export function trendFigures(dashboard: Dashboard): Figure<Strand>[] {
  const sizes = sizesOf(dashboard);
  const times = dashboard.runs.map(({ startedAt }) => Date.parse(startedAt));
  return dashboard.pairs.map((pair) => {
    const { suite, above, below } = pair;
    return {
      id: pairId(pair),
      title: `${above} ÷ ${below}, ${suite}`,
      see: `How many times as long ${above} takes as ${below}. A change that affects both equally does not show.`,
      unit: UNITS.ratio,
      scale: 'logarithmic',
      x: { kind: 'time' },
      series: (strand) =>
        dashboard.trends
          .filter((trend) => pairId(trend) === pairId(pair) && isOf(trend, strand))
          .sort((a, b) => a.sizeBytes - b.sizeBytes)
          .flatMap((trend) => seriesOf(trend, times, styleOf(trend.sizeBytes, sizes))),
      events: (strand) =>
        dashboard.versions
          .filter(({ engine, machine }) => engine === strand.engine && machine === strand.machine)
          .map(({ engine, run, from, to }) => ({
            x: times[run] ?? Number.NaN,
            title: `${engine} ${from} → ${to}`,
          })),
    };
  });
}

function isOf({ engine, machine }: Trend, strand: Strand): boolean {
  return engine === strand.engine && machine === strand.machine;
}

/** @param times The times of the runs. */
function seriesOf(trend: Trend, times: readonly number[], style: SeriesStyle): Series[] {
  const name = exactSize(trend.sizeBytes);
  const title = formatSize(trend.sizeBytes);
  const points = trend.points.map(([run, ratio, low, high]) => ({
    x: times[run] ?? Number.NaN,
    y: ratio,
    low,
    high,
    decision: null,
    reason: null,
    cell: null,
  }));
  const marks = trend.steps.flatMap(({ run }) => points.filter(({ x }) => x === times[run]));
  return [
    { name, title, style, kind: 'line', points },
    ...(marks.length > 0
      ? [{ name, title: `${title}, step`, style, kind: 'marks', points: marks } as const]
      : []),
  ];
}
