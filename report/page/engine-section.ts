import { findingsOf } from '../../results/findings.ts';
import {
  formatCellName,
  formatDuration,
  formatDurationEstimate,
  formatMovement,
  formatRatioEstimate,
} from '../../results/format.ts';
import { movementOf } from '../../results/movement.ts';
import { decidingRatios } from '../../results/precision.ts';
import { amplificationOf, collectionsOf, gcRatesOf } from '../../results/pressure.ts';
import { cellOf, rowsOf } from '../../results/rows.ts';
import type {
  Cell,
  EngineRecord,
  MeasuredCell,
  Results,
  Run,
  SuiteInfo,
  ThreadGc,
  TransportInfo,
} from '../../results/schema.ts';
import { formatSize } from '../../results/sizes.ts';
import {
  bandwidthBytesPerSecond,
  cellEstimateMs,
  cellTailMs,
  isDecided,
  mainThreadEstimateMs,
  outliersOf,
  relativeMargin,
} from '../../results/statistics.ts';
import { drawRoundTrips } from './chart.ts';
import { element, table } from './dom.ts';
import type { SeriesStyle } from './series.ts';

interface Context {
  readonly results: Results;
  readonly suite: SuiteInfo;
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  readonly range: { min: number; max: number };
}

type Words = (
  cell: MeasuredCell,
  transport: TransportInfo,
  all: { readonly cells: readonly Cell[]; readonly run: Run; readonly suite: SuiteInfo },
) => string;

/** The deciding ratios of a cell, to the baseline or to its control, and what is still to be said of each. */
const ratioWords =
  (toBaseline: boolean): Words =>
  (cell, { name, role }, { cells, run, suite }) => {
    if (role === 'control' || (toBaseline && name === suite.baseline)) return 'a yardstick';
    const found = decidingRatios(suite, cells).find(
      (ratio) => ratio.cell === cell && (ratio.to === suite.baseline) === toBaseline,
    );
    if (!found) return 'not measured in one launch with it';
    const { to, estimate } = found;
    return [
      `${formatRatioEstimate(estimate)}${toBaseline ? '' : ` ${to}`}`,
      ...(isDecided(estimate) ? [] : ['undecided']),
      ...(relativeMargin(estimate) > run.sampling.targetMargin ? ['wide'] : []),
    ].join(', ');
  };

/** The tables of an engine, and what each says of a cell. */
const FIGURES: readonly { caption: string; words: Words; applies?: (suite: SuiteInfo) => boolean }[] = [
  { caption: 'median round trip', words: (cell) => formatDurationEstimate(cellEstimateMs(cell)) },
  {
    caption: 'ratio to the baseline; “wide” where its interval is wider than the run was after',
    words: ratioWords(true),
  },
  {
    caption: 'ratio to the control of its regime, which is named',
    words: ratioWords(false),
  },
  {
    caption: 'movement: the whole less the same work done where the data are, as a share and in time',
    applies: ({ work }) => work !== null,
    words: (cell, { role }, { cells, suite }) => {
      if (role === 'control') return 'a yardstick';
      const movement = movementOf(cell, suite, cells);
      return movement ? formatMovement(movement) : 'not measured in one launch with it';
    },
  },
  {
    caption: 'slow round trips: the 95th percentile, the 99th where there are 1,000 samples, and outliers',
    words: (cell) => {
      const { p95Ms, p99Ms } = cellTailMs(cell);
      const outliers = cell.launches.reduce((sum, launch) => sum + outliersOf(launch).length, 0);
      return [formatDuration(p95Ms), p99Ms === null ? [] : formatDuration(p99Ms), `${outliers} out`]
        .flat()
        .join(', ');
    },
  },
  {
    caption: 'time of the main thread in postMessage and in reading the answer, per round trip',
    words: (cell) => {
      const estimate = mainThreadEstimateMs(cell);
      return estimate ? formatDurationEstimate(estimate) : 'nothing posted';
    },
  },
  {
    caption: 'effective bandwidth, both ways, of what is copied',
    words: (cell, { copies }) =>
      copies
        ? `${formatSize(bandwidthBytesPerSecond(cell, cellEstimateMs(cell).value), ' ', 3)}/s`
        : 'not copied',
  },
  {
    caption: 'collections in 1,000 round trips, minor + major: of the main thread, of the worker',
    words: ({ gc }) => {
      if (gc.status !== 'measured') return gc.status;
      const rate = (collections: number) => ((1000 * collections) / gc.roundTrips).toFixed(0);
      const thread = ({ minor, major }: ThreadGc) =>
        `${rate(minor.collections)} + ${rate(major.collections)}`;
      return collectionsOf(gc.main) + collectionsOf(gc.worker) === 0
        ? 'none'
        : `${thread(gc.main)}, ${thread(gc.worker)}`;
    },
  },
  {
    caption: 'pauses for collections, of both threads together: per round trip, and per GiB moved',
    words: (cell) => {
      const rates = gcRatesOf(cell);
      if (!rates) return cell.gc.status;
      const { pauseMsPerRoundTrip, pauseMsPerGiB } = rates;
      return pauseMsPerRoundTrip === 0
        ? 'none'
        : `${formatDuration(pauseMsPerRoundTrip)}, ${formatDuration(pauseMsPerGiB)}/GiB`;
    },
  },
  {
    caption:
      'peak memory above what the engine held before, and how many working sets that is where it is more than a ping’s',
    words: (cell, _, { cells }) => {
      if (cell.memory.status !== 'measured') return cell.memory.status;
      const amplification = amplificationOf(cell, cells);
      const peak = formatSize(cell.memory.peakBytes, ' ', 3);
      return amplification === undefined ? peak : `${peak}, ×${amplification.toFixed(1)}`;
    },
  },
];

/** One engine: its chart, and the same figures as a table. */
export function engineSection(engine: EngineRecord, context: Context): HTMLElement {
  if (engine.status === 'missing') {
    return element(
      'article',
      { class: 'card' },
      element('h3', {}, engine.engine),
      element('p', { class: 'note' }, `Not measured: ${engine.reason}. ${engine.remedy}`),
    );
  }
  const { results, suite, styles, range } = context;
  const cells = results.cells.filter((cell) => cell.engine === engine.engine && cell.suite === suite.name);
  const canvas = element('canvas', {
    role: 'img',
    'aria-label': `${suite.name}: median round trip by size in ${engine.engine}; the table below has the same figures`,
  });
  const section = element(
    'article',
    { class: 'card' },
    element('h3', {}, engine.engine, ' ', element('small', {}, engine.version)),
    element(
      'ul',
      { class: 'answers' },
      ...findingsOf(results.run, suite, cells).map((text) => element('li', {}, text)),
    ),
    element('div', { class: 'chart' }, canvas),
    element(
      'details',
      {},
      element('summary', {}, 'The figures'),
      ...FIGURES.filter(({ applies }) => applies?.(suite) ?? true).map(({ caption, words }) =>
        figures(`${engine.engine}, ${suite.name}: ${caption}`, cells, context, words),
      ),
      ...reasons(cells, suite),
    ),
  );
  // Chart.js measures the element that holds the canvas: it must be on the page by then.
  queueMicrotask(() => drawRoundTrips({ canvas, cells, suite, styles, range }));
  return section;
}

function figures(
  caption: string,
  cells: readonly Cell[],
  { results: { run }, suite, styles }: Context,
  words: Words,
): HTMLElement {
  const transports = suite.transports.filter(({ role }) => role !== 'twin');
  const say = (cell: Cell | undefined, transport: TransportInfo) => {
    if (!cell) return 'not reached';
    return cell.status === 'measured' ? words(cell, transport, { cells, run, suite }) : cell.status;
  };
  const head = transports.map((transport) => `${styles.get(transport.name)?.symbol ?? ''} ${transport.name}`);
  const rows = rowsOf(suite).map((row) => [
    row.title,
    ...transports.map((transport) => say(cellOf(cells, row, transport.name), transport)),
  ]);
  return table(caption, ['size', ...head], rows);
}

/** Why cells have no figure; a reason that several share is said once a transport. */
function reasons(cells: readonly Cell[], suite: SuiteInfo): HTMLElement[] {
  const lines = cells.flatMap((cell) => {
    const { transport } = cell;
    if (cell.status !== 'measured') return [`${formatCellName(suite, cell)}: ${cell.status}: ${cell.reason}`];
    const [gc, memory] = [cell.gc, cell.memory].map((one) =>
      one.status === 'measured' ? undefined : `of ${transport}: ${one.status}: ${one.reason}`,
    );
    if (gc !== undefined && gc === memory) return [`collections and memory ${gc}`];
    return [...(gc ? [`collections ${gc}`] : []), ...(memory ? [`memory ${memory}`] : [])];
  });
  if (lines.length === 0) return [];
  return [element('ul', { class: 'note' }, ...[...new Set(lines)].map((line) => element('li', {}, line)))];
}
