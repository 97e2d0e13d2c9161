import { expect, test } from 'playwright/test';
import { exampleResults } from '../testing/example.ts';
import { newMemoryLines } from './noise-words.ts';

const { hosts } = exampleResults();
const withFirstTouches = (...firstTouchesUs: readonly (number | null)[]) => ({
  hosts: firstTouchesUs.flatMap((firstTouchUs) =>
    hosts.slice(0, 1).map((host) => ({ ...host, firstTouchUs })),
  ),
});

test('new memory that is slow is said of the host that has it, and nothing where it is quick or was not measured', () => {
  expect(newMemoryLines(withFirstTouches(0.2, null))).toEqual([]);
  expect(newMemoryLines(withFirstTouches(9.3))).toEqual([
    expect.stringMatching(
      /^The first write to 4 KiB of new memory takes 9.30 µs, against 0.1 to 0.5 µs on most machines/,
    ),
  ]);
  expect(newMemoryLines(withFirstTouches(0.2, 12))).toEqual([expect.stringContaining('12.0 µs on host 2')]);
});
