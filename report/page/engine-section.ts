import { findingsOf } from '../../results/findings.ts';
import { formatCellName } from '../../results/format.ts';
import { cellOf, type Row, rowsOf, whyNoCell } from '../../results/rows.ts';
import type { Cell, EngineRecord, Results, SuiteInfo, TransportInfo } from '../../results/schema.ts';
import { drawRoundTrips } from './chart.ts';
import { element, table } from './dom.ts';
import { FIGURES, type Words } from './figures.ts';
import type { SeriesStyle } from './series.ts';

interface Context {
  readonly results: Results;
  readonly suite: SuiteInfo;
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  readonly range: { min: number; max: number };
}

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
  const ofEngine = results.cells.filter((cell) => cell.engine === engine.engine);
  const cells = ofEngine.filter((cell) => cell.suite === suite.name);
  const isCurve =
    suite.parameter === null && suite.sizesBytes.filter((sizeBytes) => sizeBytes > 0).length > 1;
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
      ...findingsOf(results.run, suite, ofEngine).map((text) => element('li', {}, text)),
    ),
    ...(isCurve ? [element('div', { class: 'chart' }, canvas)] : []),
    element(
      'details',
      isCurve ? {} : { open: '' },
      element('summary', {}, 'The figures'),
      ...FIGURES.filter(({ applies }) => applies?.(suite) ?? true).map(({ caption, words }) =>
        figures(`${engine.engine}, ${suite.name}: ${caption}`, cells, context, words),
      ),
      ...reasons(cells, suite),
    ),
  );
  // Chart.js measures the element that holds the canvas: it must be on the page by then.
  if (isCurve) queueMicrotask(() => drawRoundTrips({ canvas, cells, suite, styles, range }));
  return section;
}

function figures(
  caption: string,
  cells: readonly Cell[],
  { results: { run }, suite, styles }: Context,
  words: Words,
): HTMLElement {
  const transports = suite.transports.filter(({ role }) => role !== 'twin');
  const say = (cell: Cell | undefined, transport: TransportInfo, row: Row) => {
    if (!cell) return whyNoCell(row, transport);
    return cell.status === 'measured' ? words(cell, transport, { cells, run, suite }) : cell.status;
  };
  const head = transports.map((transport) => `${styles.get(transport.name)?.symbol ?? ''} ${transport.name}`);
  const rows = rowsOf(suite).map((row) => [
    row.title,
    ...transports.map((transport) => say(cellOf(cells, row, transport), transport, row)),
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
