import Table from 'cli-table3';
import type { Comparison } from '../../results/comparison/comparison.ts';
import {
  detectableWords,
  placementWords,
  verdictWords,
  worstFirst,
} from '../../results/comparison/comparison-markdown.ts';
import { formatCellName, formatRatio, formatRatioEstimate } from '../../results/findings/format.ts';

/** A comparison for the terminal, with the worst cell first. */
export function formatComparison({
  base,
  head,
  design,
  suite,
  outcome,
  reasons,
  verdicts,
  notCompared,
  placements,
}: Comparison): string {
  const table = new Table({
    head: ['verdict', 'engine', 'cell', 'head ÷ base (95%)', 'smallest detectable', 'confirmation'],
    style: { head: [], border: [], compact: true },
  });
  for (const one of worstFirst(verdicts)) {
    table.push([
      verdictWords(one),
      one.engine,
      formatCellName(suite, one),
      formatRatioEstimate({ value: one.ratio, interval: one }),
      `×${formatRatio(one.minimumDetectable)}`,
      one.confirmation ? `${one.confirmation.verdict}, ×${formatRatio(one.confirmation.ratio)}` : '',
    ]);
  }
  const words = detectableWords(verdicts);
  return [
    `${suite.name}: base ${base}, head ${head}: ${design}; above ×1 the head is slower`,
    table.toString(),
    ...(words === undefined ? [] : [words]),
    ...placements.flatMap((one) => placementWords(one) ?? []),
    ...notCompared.map((one) => `not compared: ${one.engine}: ${formatCellName(suite, one)}: ${one.reason}`),
    `outcome: ${outcome}`,
    ...reasons.map((reason) => `  ${reason}`),
  ].join('\n');
}
