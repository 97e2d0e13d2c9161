import Table from 'cli-table3';
import type { Comparison } from '../../results/comparison/comparison.ts';
import { worstFirst } from '../../results/comparison/comparison-markdown.ts';
import { formatRatio, formatRatioEstimate } from '../../results/findings/format.ts';
import { formatSize } from '../../results/schema/sizes.ts';

/** A comparison for the terminal, with the worst cell first. */
export function formatComparison({
  base,
  head,
  design,
  outcome,
  reasons,
  verdicts,
  controls,
  notCompared,
}: Comparison): string {
  const table = new Table({
    head: [
      'verdict',
      'engine',
      'transport',
      'size',
      'head ÷ base (95%)',
      'smallest detectable',
      'confirmation',
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const one of worstFirst(verdicts)) {
    table.push([
      one.verdict,
      one.engine,
      one.transport,
      formatSize(one.sizeBytes),
      formatRatioEstimate({ value: one.ratio, interval: one }),
      `×${formatRatio(one.minimumDetectable)}`,
      one.confirmation ? `${one.confirmation.verdict}, ×${formatRatio(one.confirmation.ratio)}` : '',
    ]);
  }
  const moved = controls.map(
    ({ engine, transport, sizeBytes, ratio, moved: hasMoved }) =>
      `  ${engine} ${transport} ${formatSize(sizeBytes)} ×${formatRatio(ratio)}${hasMoved ? ', moved' : ''}`,
  );
  return [
    `base ${base}, head ${head}: ${design}; above ×1 the head is slower`,
    table.toString(),
    `controls (the same in both arms):\n${moved.join('\n')}`,
    ...notCompared.map(
      ({ engine, transport, sizeBytes, reason }) =>
        `not compared: ${engine} ${transport} ${formatSize(sizeBytes)}: ${reason}`,
    ),
    `outcome: ${outcome}`,
    ...reasons.map((reason) => `  ${reason}`),
  ].join('\n');
}
