import { crossover } from '../../results/crossover.ts';
import { formatCrossover, formatDurationEstimate, formatRatioEstimate } from '../../results/format.ts';
import { BASELINE } from '../../results/precision.ts';
import type { Cell, EngineRecord, MeasuredCell, Results } from '../../results/schema.ts';
import { formatSize } from '../../results/sizes.ts';
import { cellEstimateMs, mainThreadEstimateMs } from '../../results/statistics.ts';
import { twinRatios } from '../../results/twins.ts';
import { drawRoundTrips } from './chart.ts';
import { element, table } from './dom.ts';
import type { SeriesStyle } from './series.ts';

interface Context {
  readonly results: Results;
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  readonly range: { min: number; max: number };
}

/** One engine: its chart, and the same figures as a table. */
export function engineSection(engine: EngineRecord, context: Context): HTMLElement {
  if (engine.status === 'missing') {
    return element(
      'article',
      { class: 'card' },
      element('h2', {}, engine.engine),
      element('p', { class: 'note' }, `Not measured: ${engine.reason}. ${engine.remedy}`),
    );
  }
  const { results, styles, range } = context;
  const cells = results.cells.filter((cell) => cell.engine === engine.engine);
  const canvas = element('canvas', {
    role: 'img',
    'aria-label': `Median round trip by size in ${engine.engine}; the table below has the same figures`,
  });
  const section = element(
    'article',
    { class: 'card' },
    element('h2', {}, engine.engine, ' ', element('small', {}, engine.version)),
    element(
      'ul',
      { class: 'answers' },
      ...answers(cells, results.run).map((text) => element('li', {}, text)),
    ),
    element('div', { class: 'chart' }, canvas),
    element(
      'details',
      {},
      element('summary', {}, 'The figures'),
      figures(`Median round trip in ${engine.engine}`, cells, results.run, styles, roundTripWords),
      figures(
        `Main thread in ${engine.engine}: time in postMessage and in reading the answer, per round trip`,
        cells,
        results.run,
        styles,
        mainThreadWords,
      ),
      ...reasons(cells),
    ),
  );
  // Chart.js measures the element that holds the canvas: it must be on the page by then.
  queueMicrotask(() => drawRoundTrips({ canvas, cells, run: results.run, styles, range }));
  return section;
}

/** From which size on each transport beats clone, and whether the run tells clone from itself. */
function answers(cells: readonly Cell[], run: Results['run']): string[] {
  const largest = run.sizesBytes.at(-1) ?? 0;
  const crossovers = run.transports
    .filter(({ role, name }) => role === 'transport' && name !== BASELINE)
    .map(
      ({ name }) =>
        `${name} beats ${BASELINE}: ${formatCrossover(crossover(cells, name, BASELINE), largest)}`,
    );
  const twins = twinRatios(run, cells).map(
    ({ sizeBytes, estimate, toldApart }) =>
      `${formatSize(sizeBytes)} ${formatRatioEstimate(estimate)}${toldApart ? ', told apart' : ''}`,
  );
  return twins.length === 0
    ? crossovers
    : [...crossovers, `${BASELINE} against itself (A/A): ${twins.join('; ')}`];
}

function figures(
  caption: string,
  cells: readonly Cell[],
  run: Results['run'],
  styles: ReadonlyMap<string, SeriesStyle>,
  words: (cell: MeasuredCell) => string,
): HTMLElement {
  const transports = run.transports.filter(({ role }) => role !== 'twin');
  const say = (cell: Cell | undefined) => {
    if (!cell) return 'not reached';
    return cell.status === 'measured' ? words(cell) : cell.status;
  };
  const head = transports.map((transport) => `${styles.get(transport.name)?.symbol ?? ''} ${transport.name}`);
  const rows = run.sizesBytes.map((sizeBytes) => [
    formatSize(sizeBytes),
    ...transports.map((transport) =>
      say(cells.find((cell) => cell.sizeBytes === sizeBytes && cell.transport === transport.name)),
    ),
  ]);
  return table(caption, ['size', ...head], rows);
}

function roundTripWords(cell: MeasuredCell): string {
  return formatDurationEstimate(cellEstimateMs(cell));
}

function mainThreadWords(cell: MeasuredCell): string {
  const estimate = mainThreadEstimateMs(cell);
  return estimate ? formatDurationEstimate(estimate) : 'nothing posted';
}

function reasons(cells: readonly Cell[]): HTMLElement[] {
  const lines = cells.flatMap((cell) =>
    cell.status === 'measured'
      ? []
      : [`${formatSize(cell.sizeBytes)} ${cell.transport}: ${cell.status}: ${cell.reason}`],
  );
  if (lines.length === 0) return [];
  return [element('ul', { class: 'note' }, ...lines.map((line) => element('li', {}, line)))];
}
