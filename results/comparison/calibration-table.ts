import { formatDuration, formatRatio } from '../findings/format.ts';
import { formatSize } from '../schema/sizes.ts';
import { type Calibration, type CalibrationRate, wilsonInterval } from './calibration.ts';
import type { Verdict } from './verdicts.ts';

/** The rates of a calibration's outcomes with their 95% intervals, as a table for the terminal and the dashboard. */
export function calibrationTable(calibration: Calibration): {
  caption: string;
  head: string[];
  rows: string[][];
} {
  const { engine, engineVersion, design, pairs, startedAt, medianDurationMs, rates } = calibration;
  return {
    caption:
      `How often a comparison is right: ${engine} ${engineVersion}, ${design}, ${pairs} pairs, ` +
      `${formatDuration(medianDurationMs)} each, ${startedAt.slice(0, 10)}`,
    head: [
      'slowed cell',
      'comparisons: unchanged',
      'comparisons: regressed',
      'slowed cell: regressed',
      'slowed cell: regressed or suspect',
      'other cells: unchanged',
      'other cells: regressed',
      'smallest detectable change, median',
    ],
    rows: rates.map((rate) => [
      plantedWords(rate),
      formatShare(rate.outcomes.unchanged, rate.comparisons),
      formatShare(rate.outcomes.regressed, rate.comparisons),
      ...(rate.planted === null
        ? ['–', '–']
        : [
            formatShare(rate.slowed.regressed, rate.comparisons),
            formatShare(rate.slowed.regressed + rate.slowed.suspect, rate.comparisons),
          ]),
      formatPart(rate.others.unchanged, sum(rate.others)),
      formatPart(rate.others.regressed, sum(rate.others)),
      rate.medianDetectable === null ? '–' : `×${formatRatio(rate.medianDetectable)}`,
    ]),
  };
}

function plantedWords({ planted }: CalibrationRate): string {
  if (planted === null) return 'none';
  const { regime, factor, transport, sizeBytes } = planted;
  return `×${factor}: ${transport}, ${formatSize(sizeBytes)} (bound by ${regime})`;
}

function sum(counts: Readonly<Record<Verdict, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** Without an interval, as the cells of a comparison share its launches. */
function formatPart(found: number, of: number): string {
  return of === 0 ? 'none' : `${found} of ${of} (${((100 * found) / of).toFixed(0)}%)`;
}

function formatShare(found: number, of: number): string {
  if (of === 0) return 'none';
  const { low, high } = wilsonInterval(found, of);
  return `${found} of ${of} (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)}%)`;
}
