import { suiteSentence } from '../../../results/advice/suite-sentence.ts';
import { findingsOf } from '../../../results/findings/finding-lines.ts';
import { formatCellName, inWords } from '../../../results/findings/format.ts';
import type { CellKey } from '../../../results/schema/keys.ts';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { comparedRatios } from '../../../results/summary/precision.ts';
import { type Place, tableOf, whyNoCell } from '../../../results/summary/rows.ts';
import type { CellSummary, MeasuredSummary } from '../../../results/summary/summary.ts';
import { type FigureView, figureView } from '../charts/figure-view.ts';
import { figuresOf } from '../charts/suite-figures.ts';
import { element, lazyDetails, table, unbroken } from '../parts/dom.ts';
import { cellsOf, releaseTitle, type Subject, suiteOf } from '../parts/subject.ts';
import type { Switches } from '../parts/switches.ts';
import { CELL_WORDS, showsProcessorTime } from './cell-words.ts';

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
  return [
    lazyDetails(subject.title, () => {
      const findings = findingsOf(subject.summary, suite, subject.engine.engine);
      return [
        element('ul', { class: 'findings' }, ...findings.map((text) => element('li', {}, text))),
        ...wordsTables(subject, suite, cells),
        ...reasons(cells, suite),
      ];
    }),
  ];
}

/** One table for each kind of figure that at least one cell has. */
function wordsTables(
  { title: engine, summary: { run } }: Subject,
  suite: SuiteInfo,
  cells: readonly CellSummary[],
): HTMLElement[] {
  const { corner, columns, rows } = tableOf(suite, cells);
  const all = { cells, ratios: comparedRatios(suite, cells), run, suite };
  return CELL_WORDS.flatMap(({ caption, words, applies }) => {
    if (applies?.(suite) === false) return [];
    let figures = 0;
    const say = (place: Place) => {
      const { cell, transport } = place;
      if (!cell) return whyNoCell(place);
      if (cell.status !== 'measured') return cell.status;
      const said = words(cell, transport, all);
      if (typeof said !== 'string') return said.none;
      figures++;
      return said;
    };
    const lines = rows.map(({ title, places }) => [title, ...places.map(say)]);
    const head = [corner, ...columns.map(({ title }) => title)];
    return figures === 0 ? [] : [table(`${engine}, ${suite.name}: ${caption(suite)}`, head, lines)];
  });
}

/** What is watched after the timing. */
const WATCHED = [
  ['gc', 'collections'],
  ['memory', 'memory'],
  ['cpu', 'processor time'],
] as const;

/** Why cells have no figure; a reason that several cells share is listed once per transport. */
function reasons(cells: readonly CellSummary[], suite: SuiteInfo): HTMLElement[] {
  const lines = cells.flatMap((cell) =>
    cell.status === 'measured'
      ? whyNotWatched(cell, suite)
      : [`${formatCellName(suite, cell)}: ${cell.status}: ${cell.reason}`],
  );
  if (lines.length === 0) return [];
  return [element('ul', { class: 'note' }, ...[...new Set(lines)].map((line) => element('li', {}, line)))];
}

function whyNotWatched(cell: MeasuredSummary, suite: SuiteInfo): string[] {
  const namesByReason = new Map<string, string[]>();
  for (const [part, name] of WATCHED) {
    const one = cell[part];
    if (one.status === 'measured' || (part === 'cpu' && !showsProcessorTime(suite))) continue;
    const reason = `${one.status}: ${one.reason}`;
    namesByReason.set(reason, [...(namesByReason.get(reason) ?? []), name]);
  }
  return [...namesByReason].map(([reason, names]) => `${inWords(names)} of ${cell.transport}: ${reason}`);
}
