import { code, text } from '../export/markdown-text.ts';
import { formatCellName, formatRatio, formatRatioEstimate } from '../findings/format.ts';
import { median } from '../statistics/estimate.ts';
import type { CellVerdict, Comparison, Placed } from './comparison.ts';
import { VERDICTS, type Verdict } from './verdicts.ts';

/** The largest comment that GitHub accepts. */
const MOST_BYTES = 64 * 1024;
const MOST_NOTES = 20;

const MARKS: Record<Verdict, string> = {
  regressed: '🔴',
  suspect: '🟠',
  inconclusive: '⚪',
  unchanged: '🟢',
  improved: '🔵',
};

/** The worst verdicts first, and the largest ratio first within a verdict. */
export function worstFirst(verdicts: readonly CellVerdict[]): CellVerdict[] {
  return [...verdicts].sort(
    (a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || b.ratio - a.ratio,
  );
}

/** A verdict, and what was missing if it is inconclusive. */
export function verdictWords({ verdict, pairs, pairsForUnchanged }: CellVerdict): string {
  const isMissing = verdict === 'inconclusive' && pairsForUnchanged > pairs.length;
  return isMissing ? `${verdict}: needs about ${pairsForUnchanged} pairs if it is unchanged` : verdict;
}

/** What a comparison could have seen; `undefined` without cells. */
export function detectableWords(verdicts: readonly CellVerdict[]): string | undefined {
  const all = verdicts.map(({ minimumDetectable }) => minimumDetectable);
  if (all.length === 0) return undefined;
  const [typical, worst] = [median(all), Math.max(...all)].map(formatRatio);
  return `Smallest slowdown that would be seen 8 times in 10: ×${typical} in the typical cell, ×${worst} in the least certain one.`;
}

/** Why the threads of an engine were left to the system, if they should have been placed. */
export function placementWords({ engine, asked, placement }: Placed): string | undefined {
  if (asked === 'free' || placement.status === 'placed') return undefined;
  return `${engine}: the threads were left to the system, so the figures scatter more: ${placement.reason}`;
}

/**
 * A comparison for reviewers of a change, under 64 KB: cells that do not fit are counted. The file may come from the code of the
 * change, so every text of it is data.
 */
export function comparisonMarkdown(comparison: Comparison): string {
  const { outcome, base, head, reasons, verdicts, notCompared, design, engines, placements } = comparison;
  const versions = engines.head.flatMap((engine) =>
    engine.status === 'found' ? [`${engine.engine} ${engine.version}`] : [],
  );
  const all = [...reasons, ...placements.flatMap((one) => placementWords(one) ?? [])];
  const notes = all.slice(0, MOST_NOTES).map(text);
  if (all.length > MOST_NOTES) notes.push(`… and ${all.length - MOST_NOTES} more`);
  const heading = [
    `### Hand-offs: ${outcome}`,
    '',
    `Base ${code(base)}, head ${code(head)}; ${design}, ${text(versions.join(', '))}.`,
    '',
    detectableWords(verdicts) ?? 'No cell was compared.',
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
    '',
    '| | cell | head ÷ base (95%) | smallest detectable |',
    '| --- | --- | --- | --- |',
  ];
  const foot = [
    '',
    ...(notCompared.length > 0
      ? [
          `${notCompared.length} ${notCompared.length === 1 ? 'cell was' : 'cells were'} not compared; the JSON has each reason.`,
          '',
        ]
      : []),
    'Above ×1 the head is slower. A cell is inconclusive if the data show neither "unchanged" nor "regressed".',
  ];
  const lines = [...heading];
  const rows = worstFirst(verdicts).map((one) => row(comparison, one));
  let bytes = byteLength([...heading, ...foot].join('\n')) + 200;
  for (const [at, line] of rows.entries()) {
    bytes += byteLength(line) + 1;
    if (bytes > MOST_BYTES) {
      lines.push('', `… and ${rows.length - at} more cells, none of them worse.`);
      break;
    }
    lines.push(line);
  }
  return `${[...lines, ...foot].join('\n')}\n`;
}

function row({ suite }: Pick<Comparison, 'suite'>, cell: CellVerdict): string {
  const { engine, verdict, ratio, low, high, minimumDetectable } = cell;
  return (
    `| ${MARKS[verdict]} ${verdictWords(cell)} | ${text(`${engine}, ${suite.name}, ${formatCellName(suite, cell)}`)} ` +
    `| ${formatRatioEstimate({ value: ratio, interval: { low, high } })} | ×${formatRatio(minimumDetectable)} |`
  );
}

function byteLength(words: string): number {
  return new TextEncoder().encode(words).length;
}
