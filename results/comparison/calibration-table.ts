import { formatRatio } from '../findings/format.ts';
import { type Calibration, wilsonInterval } from './calibration.ts';

/** How often comparisons said what they said, with 95% intervals; for the terminal and the dashboard. */
export function calibrationTable({ engine, engineVersion, design, pairs, startedAt, rates }: Calibration): {
  caption: string;
  head: string[];
  rows: string[][];
} {
  return {
    caption: `How often a comparison finds what is there: ${engine} ${engineVersion}, ${design}, ${pairs} pairs, ${startedAt.slice(0, 10)}`,
    head: [
      'slowed down',
      'comparisons that ended regressed',
      'inconclusive',
      'bound by',
      'cells found',
      'of those where it was detectable',
      'smallest detectable, median',
    ],
    rows: rates.flatMap(({ factor, comparisons, outcomes, regimes }) =>
      regimes.map(({ regime, cells, regressed, detectable, medianDetectable }, at) => [
        factor === 1 ? 'not at all' : `×${factor}`,
        at === 0 ? formatShare(outcomes.regressed, comparisons) : '',
        at === 0 ? formatShare(outcomes.inconclusive, comparisons) : '',
        { latency: 'messages', copy: 'copying' }[regime],
        formatShare(regressed, cells),
        factor === 1 ? '–' : formatShare(detectable.regressed, detectable.cells),
        medianDetectable === null ? '–' : `×${formatRatio(medianDetectable)}`,
      ]),
    ),
  };
}

function formatShare(found: number, of: number): string {
  if (of === 0) return 'none';
  const { low, high } = wilsonInterval(found, of);
  return `${found} of ${of} (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)}%)`;
}
