import { formatRatio } from '../findings/format.ts';
import { type Calibration, wilsonInterval } from './calibration.ts';

/** The rates of a calibration's outcomes with their 95% intervals, as a table for the terminal and the dashboard. */
export function calibrationTable({ engine, engineVersion, design, pairs, startedAt, rates }: Calibration): {
  caption: string;
  head: string[];
  rows: string[][];
} {
  return {
    caption: `How often a comparison detects a change: ${engine} ${engineVersion}, ${design}, ${pairs} pairs, ${startedAt.slice(0, 10)}`,
    head: [
      'slowdown',
      'comparisons: regressed',
      'comparisons: inconclusive',
      'bound by',
      'cells: regressed',
      'of the cells that could show it',
      'smallest detectable change, median',
    ],
    rows: rates.flatMap(({ factor, comparisons, outcomes, regimes }) =>
      regimes.map(({ regime, cells, regressed, detectable, medianDetectable }, at) => [
        factor === 1 ? 'none' : `×${factor}`,
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
