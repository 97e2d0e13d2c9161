import { expect, test } from 'playwright/test';
import { exampleCalibrationLog, exampleCalibrations } from '../testing/example-calibration.ts';
import { calibrationOf, differences, wilsonInterval, withCalibration } from './calibration.ts';
import { parseCalibrationLog } from './calibration-log.ts';
import { calibrationTable } from './calibration-table.ts';

test('a log is counted by what was slowed, and the slowed cell is counted apart from the others', () => {
  const [found] = exampleCalibrations().calibrations;
  expect(found).toMatchObject({ engine: 'node', pairs: 20, medianDurationMs: 95_000 });
  const [unchanged, slowed] = found?.rates ?? [];
  expect(unchanged).toMatchObject({
    planted: null,
    comparisons: 2,
    outcomes: { unchanged: 1, inconclusive: 1, regressed: 0 },
    others: { unchanged: 3, inconclusive: 1, regressed: 0 },
  });
  expect(slowed).toMatchObject({
    planted: { transport: 'clone', factor: 1.1 },
    comparisons: 1,
    slowed: { regressed: 1, unchanged: 0 },
    others: { unchanged: 1, regressed: 0 },
  });
});

test('the slices of a log add up, and the last one names the commit', () => {
  const [slice, ...trials] = exampleCalibrationLog();
  if (slice?.kind !== 'slice') throw new Error('a log begins with a slice');
  const lines = [slice, ...trials, { ...slice, commit: 'b'.repeat(40) }, ...trials];
  expect(calibrationOf(lines)).toMatchObject({
    commit: 'b'.repeat(40),
    rates: [{ comparisons: 4 }, { comparisons: 2 }],
  });
  expect(calibrationOf([slice])).toBeUndefined();
});

test('a subject is the same on the same host, whatever was measured of it, and not with another version or host', () => {
  const [slice] = exampleCalibrationLog();
  if (slice?.kind !== 'slice') throw new Error('a log begins with a slice');
  const { subject } = slice;
  expect(differences(subject, { ...subject, host: { ...subject.host, firstTouchUs: 9 } })).toEqual([]);
  expect(differences(subject, { ...subject, host: { ...subject.host, id: 'host-other' } })).toEqual(['host']);
  expect(differences(subject, { ...subject, engineVersion: '0', pairs: 1 })).toEqual([
    'engineVersion',
    'pairs',
  ]);
});

test('a killed log loses its last line alone, and any other line that is not valid is an error with its number', () => {
  const lines = exampleCalibrationLog();
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  expect(parseCalibrationLog(text, 'log')).toEqual(lines);
  expect(parseCalibrationLog(text.slice(0, -9), 'log')).toEqual(lines.slice(0, -1));
  expect(() => parseCalibrationLog(`${text}{"kind":"trial"}\n`, 'log')).toThrow(
    /^log:5: not a line of a calibration/,
  );
});

test('a calibration replaces that of the same engine and design alone, and its table has a row for each slowdown', () => {
  const { calibrations } = exampleCalibrations();
  const [one] = calibrations;
  if (!one) throw new Error('the example has a calibration');
  const other = withCalibration(calibrations, { ...one, design: 'one page' });
  expect(other.calibrations.map(({ design }) => design)).toEqual(['paired launches', 'one page']);
  const replaced = withCalibration(other.calibrations, { ...one, pairs: 30 });
  expect(replaced.calibrations.map(({ pairs }) => pairs)).toEqual([20, 30]);
  const { head, rows } = calibrationTable(one);
  expect(rows.map(([slowed]) => slowed)).toEqual(['none', '×1.1: clone, 1 MiB (bound by copying)']);
  for (const row of rows) expect(row).toHaveLength(head.length);
});

test('Wilson’s interval of a share: some, none, all, and no cells', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I.
  const close = ({ low, high }: { low: number; high: number }) =>
    [low, high].map((value) => value.toFixed(4));
  expect(close(wilsonInterval(81, 263))).toEqual(['0.2553', '0.3662']);
  expect(close(wilsonInterval(15, 148))).toEqual(['0.0624', '0.1605']);
  expect(close(wilsonInterval(0, 20))).toEqual(['0.0000', '0.1611']);
  expect(close(wilsonInterval(1, 29))).toEqual(['0.0061', '0.1718']);
  expect(wilsonInterval(20, 20).high).toBe(1);
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});
