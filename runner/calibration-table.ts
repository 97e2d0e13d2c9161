import Table from 'cli-table3';
import { type CalibrationRate, wilsonInterval } from '../results/calibration.ts';
import { formatRatio } from '../results/format.ts';

/** How often what was there was found, with 95% intervals. */
export function formatCalibration(rates: readonly CalibrationRate[]): string {
  const table = new Table({
    head: [
      'slowed down',
      'bound by',
      'comparisons regressed',
      'cells regressed',
      'smallest detectable, median',
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const rate of rates) {
    table.push([
      rate.factor === 1 ? 'not at all' : `×${rate.factor}`,
      rate.regime,
      formatShare(rate.comparisonsRegressed, rate.comparisons),
      formatShare(rate.cellsRegressed, rate.cells),
      rate.medianDetectable === null ? '–' : `×${formatRatio(rate.medianDetectable)}`,
    ]);
  }
  return table.toString();
}

function formatShare(found: number, of: number): string {
  const { low, high } = wilsonInterval(found, of);
  return `${found} of ${of} (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)}%)`;
}
