import type { Chart } from 'chart.js';
import type { CellKey } from '../../../results/schema/keys.ts';
import { element, lazyDetails, save, table } from '../parts/dom.ts';
import { GREY, type SeriesStyle } from '../parts/series.ts';
import type { Switches } from '../parts/switches.ts';
import { isRatio } from '../parts/units.ts';
import { drawFigure, rangeOf, withInterval } from './chart.ts';
import { addKeys } from './chart-keys.ts';
import type { Figure, FigureInfo, Point, Series, Shown } from './figure.ts';
import { csvOf, pointInWords, tableOf } from './figure-table.ts';
import { drawStacks } from './stack-chart.ts';

export interface FigureView {
  readonly root: HTMLElement;
  /** Draws the figure, or draws it again after a switch changed. */
  draw(): void;
}

interface Panel<S extends Shown> {
  readonly subject: S;
  readonly series: readonly Series[];
  readonly root: HTMLElement;
  /** `null` if there is no value to draw. */
  readonly canvas: HTMLCanvasElement | null;
}

/** A figure: one panel per engine, on common axes if they share a machine or show ratios, with a table and a CSV. `undefined` if no engine has a value. */
export function figureView<S extends Shown>(
  figure: Figure<S>,
  subjects: readonly S[],
  switches: Switches,
  onSelect: (subject: S, cell: CellKey) => void,
): FigureView | undefined {
  const panels = subjects.flatMap((subject): Panel<S>[] => {
    const series = figure.series(subject);
    return series.length === 0 ? [] : [panelOf(figure, subject, series)];
  });
  if (panels.every(({ canvas }) => canvas === null)) return undefined;
  const all = panels.flatMap(({ series }) => series);
  const range = (subject: S) =>
    rangeOf(
      panels
        .filter((panel) => isRatio(figure.unit) || panel.subject.machine === subject.machine)
        .flatMap(({ series }) => series.flatMap(({ points }) => points))
        .flatMap(({ y, low, high }) => {
          if (y === null) return [];
          return figure.scale === 'logarithmic' && y > 0 ? withInterval(y, low, high) : [y];
        }),
      { scale: figure.scale, base: figure.unit.base },
    );
  let charts: Pick<Chart, 'destroy'>[] = [];

  const id = `chart-${figure.id}`;
  const root = element(
    'article',
    { class: 'figure', id, 'aria-labelledby': `${id}-title` },
    element(
      'h3',
      { id: `${id}-title` },
      figure.title,
      ' ',
      element('a', { class: 'permalink', href: `#${id}`, 'aria-label': `Link to: ${figure.title}` }, '#'),
    ),
    element('p', { class: 'see' }, figure.see),
    legend(all),
    element('div', { class: 'panels' }, ...panels.map((panel) => panel.root)),
    element('div', { class: 'figure-data' }, tables(figure, panels, onSelect), csvButton(figure, subjects)),
  );

  function draw(): void {
    const places = [...new Set(all.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
    for (const chart of charts) chart.destroy();
    const shown = panels.filter(({ subject }) => switches.isOn(subject.id));
    for (const panel of panels) panel.root.hidden = !shown.includes(panel);
    charts = shown.flatMap(({ canvas, series: all, subject }) => {
      if (!canvas) return [];
      const series = all.filter(({ name }) => switches.isOn(name));
      const select = (cell: CellKey) => onSelect(subject, cell);
      const { x } = figure;
      if (x.kind === 'stack') return drawStacks(canvas, { ...figure, x }, series, select);
      const events = figure.events?.(subject) ?? [];
      return drawFigure(canvas, figure, { series, range: range(subject), places, events }, select);
    });
  }
  return { root, draw };
}

function panelOf<S extends Shown>(figure: FigureInfo, subject: S, series: readonly Series[]): Panel<S> {
  const title = element('h4', {}, subject.title, ' ', element('small', {}, subject.version));
  const points = series.flatMap((one) => one.points);
  if (points.every(({ y }) => y === null)) {
    const reasons = [...new Set(points.flatMap(({ reason }) => reason ?? []))];
    const note = element('p', { class: 'note' }, reasons.join('; '));
    return { subject, series, root: element('section', { class: 'panel' }, title, note), canvas: null };
  }
  const canvas = element('canvas', {
    role: 'img',
    'aria-label': `${figure.title}, ${subject.title}; arrow keys show each value, and the table below has the same figures`,
  });
  const said = element('p', { class: 'hidden', role: 'status' });
  addKeys(canvas, said);
  const root = element(
    'section',
    { class: 'panel' },
    title,
    element('div', { class: figure.x.kind === 'stack' ? 'chart stacks' : 'chart' }, canvas),
    said,
  );
  return { subject, series, root, canvas };
}

function legend(series: readonly Series[]): HTMLElement {
  const lines = series.filter(({ kind }) => kind !== 'marks' && kind !== 'total');
  const entries = new Map<string, SeriesStyle>(lines.map(({ title, style }) => [title, style]));
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    ...[...entries].map(([title, style]) => element('li', {}, symbolOf(style), ` ${title}`)),
  );
}

/** The dashes of a control are text, so they have the colour of text. */
export function symbolOf({ color, symbol }: SeriesStyle): HTMLElement {
  const made = element('span', { 'aria-hidden': 'true', class: 'symbol' }, symbol);
  if (color !== GREY) made.style.color = color;
  return made;
}

/** The same values as text. Most readers look at the charts. */
function tables<S extends Shown>(
  figure: FigureInfo,
  panels: readonly Panel<S>[],
  onSelect: (subject: S, cell: CellKey) => void,
): HTMLElement {
  return lazyDetails('Table', () =>
    panels.map(({ subject, series }) => {
      const { corner, head, rows } = tableOf(figure, series);
      const say = (point: Point | undefined) => (point ? valueButton(figure, subject, point, onSelect) : '–');
      return table(
        `${figure.title}: ${subject.title}`,
        [corner, ...head],
        rows.map(({ title, points }) => [title, ...points.map(say)]),
      );
    }),
  );
}

/** A button that shows the samples of the value, or text if it has none. */
function valueButton<S extends Shown>(
  figure: FigureInfo,
  subject: S,
  point: Point,
  onSelect: (subject: S, cell: CellKey) => void,
): HTMLElement | string {
  const words = pointInWords(figure, point);
  const { cell } = point;
  if (!cell || point.y === null) return words;
  const button = element('button', { type: 'button', class: 'value', title: 'Show the samples' }, words);
  button.addEventListener('click', () => onSelect(subject, cell));
  return button;
}

function csvButton<S extends Shown>(figure: Figure<S>, subjects: readonly S[]): HTMLElement {
  const button = element('button', { type: 'button' }, 'CSV');
  button.setAttribute('aria-label', `${figure.title} as CSV`);
  button.addEventListener('click', () => save(`${figure.id}.csv`, 'text/csv', csvOf(figure, subjects)));
  return button;
}
