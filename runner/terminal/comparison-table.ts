import Table from 'cli-table3';
import type { Comparison } from '../../results/comparison/comparison.ts';
import { worstFirst } from '../../results/comparison/comparison-markdown.ts';
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
  controls,
  notCompared,
}: Comparison): string {
  const table = new Table({
    head: ['verdict', 'engine', 'cell', 'head ÷ base (95%)', 'smallest detectable', 'confirmation'],
    style: { head: [], border: [], compact: true },
  });
  for (const one of worstFirst(verdicts)) {
    table.push([
      one.verdict,
      one.engine,
      formatCellName(suite, one),
      formatRatioEstimate({ value: one.ratio, interval: one }),
      `×${formatRatio(one.minimumDetectable)}`,
      one.confirmation ? `${one.confirmation.verdict}, ×${formatRatio(one.confirmation.ratio)}` : '',
    ]);
  }
  const moved = controls.map(
    (one) =>
      `  ${one.engine}: ${formatCellName(suite, one)}: ×${formatRatio(one.ratio)}${one.moved ? ', moved' : ''}`,
  );
  return [
    `${suite.name}: base ${base}, head ${head}: ${design}; above ×1 the head is slower`,
    table.toString(),
    ...(moved.length > 0 ? [`controls (the same in both arms):\n${moved.join('\n')}`] : []),
    ...notCompared.map((one) => `not compared: ${one.engine}: ${formatCellName(suite, one)}: ${one.reason}`),
    `outcome: ${outcome}`,
    ...reasons.map((reason) => `  ${reason}`),
  ].join('\n');
}
