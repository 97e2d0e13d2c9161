import { suiteSentence } from '../../../results/advice/suite-sentence.ts';
import { findingsOf } from '../../../results/findings/finding-lines.ts';
import { formatCellName } from '../../../results/findings/format.ts';
import type { CellKey } from '../../../results/schema/keys.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { type Place, tableOf, whyNoCell } from '../../../results/summary/rows.ts';
import type { CellSummary } from '../../../results/summary/summary.ts';
import { type FigureView, figureView } from '../charts/figure-view.ts';
import { figuresOf } from '../charts/suite-figures.ts';
import { element, table, unbroken } from '../parts/dom.ts';
import { cellsOf, releaseTitle, type Subject, suiteOf } from '../parts/subject.ts';
import type { Switches } from '../parts/switches.ts';
import { CELL_WORDS, type Words } from './cell-words.ts';

/** A suite: its charts, and its findings for each engine. */
export function suiteSection(
  suite: SuiteInfo,
  subjects: readonly Subject[],
  switches: Switches,
  onSelect: (subject: Subject, cell: CellKey) => void,
): { root: HTMLElement; figures: readonly FigureView[] } {
  const figures = figuresOf(suite).flatMap(
    (figure) => figureView(figure, subjects, switches, onSelect) ?? [],
  );
  const root = element(
    'section',
    { id: `suite-${suite.name}`, class: 'suite', 'aria-labelledby': `suite-${suite.name}-title` },
    element('h2', { id: `suite-${suite.name}-title` }, suite.name),
    element('p', { class: 'lead' }, suite.question),
    ...findingOf(suite, subjects).map((text) => element('p', { class: 'headline' }, unbroken(text))),
    ...figures.map((figure) => figure.root),
    element('h3', {}, `Findings, and every figure of ${suite.name}`),
    element(
      'div',
      { class: 'engines' },
      ...subjects.flatMap((subject) => engineDetails(subject, suite.name)),
    ),
  );
  return { root, figures };
}

/** The suite’s finding in a sentence. */
function findingOf(suite: SuiteInfo, subjects: readonly Subject[]): string[] {
  const shown = subjects.map((subject) => ({
    release: releaseTitle(subject),
    cells: cellsOf(subject, suite.name),
  }));
  const found = suiteSentence(suite, shown);
  return found === undefined ? [] : [found];
}

function engineDetails(subject: Subject, suiteName: string): HTMLElement[] {
  const suite = suiteOf(subject, suiteName);
  const cells = cellsOf(subject, suiteName);
  if (!suite || cells.length === 0) return [];
  const details = element('details', {}, element('summary', {}, subject.title));
  details.addEventListener(
    'toggle',
    () => {
      const findings = findingsOf(subject.summary, suite, subject.engine.engine);
      details.append(
        element('ul', { class: 'findings' }, ...findings.map((text) => element('li', {}, text))),
        ...CELL_WORDS.filter(({ applies }) => applies?.(suite, cells) ?? true).map(({ caption, words }) =>
          wordsTable(`${subject.title}, ${suiteName}: ${caption(suite)}`, subject, suite, cells, words),
        ),
        ...reasons(cells, suite),
      );
    },
    { once: true },
  );
  return [details];
}

function wordsTable(
  caption: string,
  { summary: { run } }: Subject,
  suite: SuiteInfo,
  cells: readonly CellSummary[],
  words: Words,
): HTMLElement {
  const say = (place: Place) => {
    const { cell, transport } = place;
    if (!cell) return whyNoCell(place);
    return cell.status === 'measured' ? words(cell, transport, { cells, run, suite }) : cell.status;
  };
  const { corner, columns, rows } = tableOf(suite, cells);
  return table(
    caption,
    [corner, ...columns.map(({ title }) => title)],
    rows.map(({ title, places }) => [title, ...places.map(say)]),
  );
}

/** Why cells have no figure; a reason that several cells share is listed once per transport. */
function reasons(cells: readonly CellSummary[], suite: SuiteInfo): HTMLElement[] {
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
