import { formatCellName, formatRatio, formatRatioEstimate } from '../findings/format.ts';
import type { CellVerdict, Comparison } from './comparison.ts';
import { VERDICTS, type Verdict } from './verdicts.ts';

/** The largest comment that GitHub accepts. */
const MOST_BYTES = 64 * 1024;

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

/** A comparison for reviewers of a change, under 64 KB: cells that do not fit are counted. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { outcome, base, head, reasons, verdicts, notCompared, design, engines } = comparison;
  const versions = engines.head.flatMap((engine) =>
    engine.status === 'found' ? [`${engine.engine} ${engine.version}`] : [],
  );
  const heading = [
    `### Hand-offs: ${outcome}`,
    '',
    `Base ${code(base)}, head ${code(head)}; ${design}, ${versions.join(', ')}.`,
    ...(reasons.length > 0 ? ['', ...reasons.map((reason) => `- ${text(reason)}`)] : []),
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
    `| ${MARKS[verdict]} ${verdict} | ${engine}, ${suite.name}, ${formatCellName(suite, cell)} ` +
    `| ${formatRatioEstimate({ value: ratio, interval: { low, high } })} | ×${formatRatio(minimumDetectable)} |`
  );
}

function byteLength(words: string): number {
  return new TextEncoder().encode(words).length;
}

function code(words: string): string {
  return `\`${words.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
}

/** Escapes the markup in a text that is data. */
function text(words: string): string {
  return words.replaceAll(/[\\`*_{}[\]<>()#+!|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
