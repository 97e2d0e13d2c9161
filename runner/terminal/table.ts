import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { findingsOf } from '../../results/findings/finding-lines.ts';
import {
  formatCellName,
  formatDuration,
  formatDurationEstimate,
  inWords,
} from '../../results/findings/format.ts';
import { newMemoryLines } from '../../results/findings/noise-words.ts';
import { placementInWords } from '../../results/findings/placement.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { decisionOf, SAME_WITHIN } from '../../results/statistics/estimate.ts';
import { cellEstimateMs, ratioOf } from '../../results/summary/cell-figures.ts';
import { formatEfficiency } from '../../results/summary/efficiency.ts';
import { machineOf, machinesNote } from '../../results/summary/hosts.ts';
import { type Place, tableOf, whyNoCell } from '../../results/summary/rows.ts';
import type { CellSummary, Summary } from '../../results/summary/summary.ts';
import { formatClaims } from './claims-table.ts';

const DECIDED = '*';
const SAME = '=';
const UNDECIDED = '~';
const LEGEND =
  `±: half the width of the 95% interval. ${DECIDED} faster than every other transport measured at its size. ` +
  `${SAME} as fast as the fastest (within ×${SAME_WITHIN}). ${UNDECIDED} the lowest of its size, undecided.`;

/** One table per engine and suite, followed by the findings and by the reasons of cells without a number. */
export function formatTables(summary: Summary): string {
  const { engines, cells, run } = summary;
  const parts: string[] = [];
  for (const engine of engines) {
    if (engine.status === 'missing') {
      parts.push(`${engine.engine}: not measured: ${engine.reason}. ${engine.remedy}`);
      continue;
    }
    const ofEngine = cells.filter((cell) => cell.engine === engine.engine);
    for (const suite of run.suites) {
      const own = ofEngine.filter((cell) => cell.suite === suite.name);
      const launches = summary.launches.filter(
        (one) => one.engine === engine.engine && one.suite === suite.name,
      ).length;
      const machine = machineOf(summary, engine.engine);
      const title = `${engine.engine} ${engine.version} (${engine.source})${machine ? `, ${machine}` : ''}: ${suite.name}, typical ${suite.figure.title}`;
      if (own.length === 0) parts.push(`${title}: nothing measured`);
      else {
        const lines = [
          `${title}, ${launches} ${launches === 1 ? 'launch' : 'launches'}, threads ${placementInWords(summary, engine.engine, suite.name)}${isolationInWords(summary, engine.engine)}`,
          formatTable(own, suite),
          ...reasonsOf(own, suite),
        ];
        parts.push(
          [...lines, ...findingsOf(summary, suite, engine.engine).map((line) => `  ${line}`)].join('\n'),
        );
      }
    }
  }
  if (summary.claims.length > 0) parts.push(formatClaims(summary));
  const note = machinesNote(summary);
  const text = [
    ...(note ? [note] : []),
    ...parts,
    LEGEND,
    formatEfficiency(summary.efficiency),
    ...newMemoryLines(summary),
  ].join('\n\n');
  // A reason may be the words of a visitor's page, which must not control the terminal.
  return stripVTControlCharacters(text);
}

/** Nothing for an isolated page, as is usual. */
function isolationInWords({ conditions }: Summary, engine: EngineName): string {
  const own = conditions.find((one) => one.engine === engine);
  return own?.isolation.crossOriginIsolated === false ? ', page not isolated' : '';
}

/** A table without the columns and rows that were not reached. */
function formatTable(cells: readonly CellSummary[], suite: SuiteInfo): string {
  const { corner, columns, rows } = tableOf(suite, cells);
  const shown = columns.map((_, at) => rows.some(({ places }) => places[at]?.cell));
  const isShown = (_: unknown, at: number) => shown[at] === true;
  const titles = columns.filter(isShown).map(({ title, isControl }) => (isControl ? `(${title})` : title));
  const table = new Table({
    head: [corner, ...titles],
    colAligns: [suite.areRivals ? 'right' : 'left', ...titles.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const { title, places } of rows) {
    if (places.every(({ cell }) => !cell)) continue;
    const marks = marksOf(places);
    table.push([title, ...places.filter(isShown).map((place) => formatPlace(place, marks))]);
  }
  return table.toString();
}

/** How many cells with the same reason are named. */
const NAMED = 3;

/** Each reason once, with its cells. */
function reasonsOf(cells: readonly CellSummary[], suite: SuiteInfo): string[] {
  const groups = new Map<string, { status: string; reason: string; names: string[] }>();
  for (const cell of cells) {
    if (cell.status === 'measured') continue;
    const { status, reason } = cell;
    const group = groups.get(`${status} ${reason}`) ?? { status, reason, names: [] };
    group.names.push(formatCellName(suite, cell));
    groups.set(`${status} ${reason}`, group);
  }
  return [...groups.values()].map(({ status, reason, names }) => {
    const more = names.length - NAMED;
    const named = more > 1 ? [...names.slice(0, NAMED), `${more} others`] : names;
    return `  ${status}: ${inWords(named)}: ${reason}`;
  });
}

/** The mark of the fastest cell, and of those that are the same. Its ratio to every other decides which mark. */
function marksOf(places: readonly Place[]): Map<CellSummary, string> {
  const [fastest, ...others] = places
    .filter(({ transport }) => transport.role === 'transport')
    .flatMap(({ cell }) => (cell?.status === 'measured' ? [{ cell, ms: cellEstimateMs(cell).value }] : []))
    .sort((a, b) => a.ms - b.ms);
  const decisions = others.map(({ cell }) => {
    const ratio = ratioOf(cell, fastest?.cell);
    return { cell, decision: ratio ? decisionOf(ratio) : 'undecided' };
  });
  if (!fastest || decisions.length === 0) return new Map();
  // Too short for the clock, a transport may be the fastest.
  const isSaturated = ({ cell, transport }: Place) =>
    transport.role === 'transport' && cell?.status === 'saturated';
  if (places.some(isSaturated) || decisions.some(({ decision }) => decision === 'undecided'))
    return new Map([[fastest.cell, UNDECIDED]]);
  const same = decisions.filter(({ decision }) => decision === 'the same').map(({ cell }) => cell);
  return same.length === 0
    ? new Map([[fastest.cell, DECIDED]])
    : new Map([fastest.cell, ...same].map((cell) => [cell, SAME]));
}

/** Controls have no intervals here, as a terminal is narrow; the report has the intervals. */
function formatPlace(place: Place, marks: ReadonlyMap<CellSummary, string>): string {
  const { cell, transport } = place;
  if (!cell) return whyNoCell(place);
  if (cell.status !== 'measured') return cell.status;
  const estimate = cellEstimateMs(cell);
  if (transport.role === 'control') return formatDuration(estimate.value);
  return [marks.get(cell) ?? '', formatDurationEstimate(estimate)].join(' ').trim();
}
