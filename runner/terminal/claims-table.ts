import Table from 'cli-table3';
import { claimRows } from '../../results/findings/claim-answers.ts';
import type { ClaimVerdict } from '../../results/schema/claim.ts';
import type { Summary } from '../../results/summary/summary.ts';

const SHORT: Record<ClaimVerdict, string> = {
  holds: 'holds',
  'does not hold': 'NO',
  undecided: 'undecided',
  'cannot be tested here': 'not here',
};
const WORDS_WIDTH = 52;

/** The verdict of each engine on each claim of the guide: one row per claim, one column per engine. */
export function formatClaims(summary: Summary): string {
  const { engines, rows } = claimRows(summary);
  const table = new Table({
    head: ['claim of the guide', ...engines],
    colWidths: [WORDS_WIDTH],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { words, findings } of rows) {
    table.push([words, ...findings.map((finding) => (finding ? SHORT[finding.verdict] : 'not reached'))]);
  }
  return `${table.toString()}\nNO: does not hold. not here: cannot be tested in this engine, or was not measured. The report has the evidence.`;
}
