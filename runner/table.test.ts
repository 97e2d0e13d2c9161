import { expect, test } from 'playwright/test';
import { exampleResults } from '../results/example.ts';
import { formatTables } from './table.ts';

test('sizes go down, transports across; the fastest is marked, and what is no number is said', () => {
  const lines = formatTables(exampleResults()).split('\n');
  const row = (start: string) =>
    lines
      .find((line) => line.includes(start))
      ?.split('│')
      .map((text) => text.trim());
  expect(row('size')).toEqual(['', 'size', 'clone', 'share', '(ping)', '']);
  expect(row('1 KiB')).toEqual(['', '1 KiB', '60.0 µs', '* 40.0 µs', '30.0 µs', '']);
  expect(row('1 MiB')).toEqual(['', '1 MiB', '* 3.00 ms', 'unsupported', 'not reached', '']);
  expect(lines).toContain('  unsupported: 1 MiB share: a shared memory cannot be posted');
  expect(lines).toContain('webkit: not measured: it is not here. Run: something');
});
