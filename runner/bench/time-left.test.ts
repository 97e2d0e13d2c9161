import { expect, test } from 'playwright/test';
import { discoverSuites } from '../serve/discovery.ts';
import { seed } from './flags.ts';
import { newRun } from './run.ts';
import { selectionOf } from './selection.ts';
import { TimeLeft } from './time-left.ts';

/** Tests of each engine: the suites that share launches, and the claims. */
const RUN = newRun(selectionOf('quick', seed.absent('--seed')), await discoverSuites());
const ENGINES = 3;
const TESTS = 2 * ENGINES;

const BUDGETED = { needed: 5, isRequested: false };

test('before any test is over, the budgets say how long each takes', () => {
  const timeLeft = new TimeLeft(RUN);
  const at = (elapsedMs: number, number = 0) =>
    timeLeft.leftMs({ number, elapsedMs, launches: 0 }, TESTS, BUDGETED) ?? Number.NaN;
  expect(at(1_000)).toBeCloseTo(at(0) - 1_000);
  // That one takes longer than expected says nothing about the others.
  expect(at(1e6)).toBe(at(0, 1));
  expect(at(0, 1)).toBeGreaterThan(0);
  expect(at(1e6, TESTS - 1)).toBe(0);
});

test('a test is expected to take as long as in the engines before, and as long as its launches', () => {
  const timeLeft = new TimeLeft(RUN);
  timeLeft.add(0, 30_000);
  timeLeft.add(1, 2_000);
  timeLeft.add(2, 50_000);
  timeLeft.add(3, 4_000);
  const at = (launches: number) =>
    timeLeft.leftMs({ number: 4, elapsedMs: 10_000, launches }, TESTS, BUDGETED);
  expect(at(0)).toBe(40_000 - 10_000 + 3_000);
  expect(at(2)).toBe(40_000 - 10_000 + 3_000);
  expect(at(1)).toBe(50_000 - 10_000 + 3_000);
});

test('if the number of launches was requested, those that are done say how long the others take', () => {
  const timeLeft = new TimeLeft(RUN);
  const ofLast = (launches: number) =>
    timeLeft.leftMs({ number: TESTS - 2, elapsedMs: 10_000, launches }, TESTS - 1, {
      needed: 8,
      isRequested: true,
    });
  expect(ofLast(0.25)).toBeUndefined();
  expect(ofLast(2)).toBe(30_000);
  expect(ofLast(8)).toBe(0);
});
