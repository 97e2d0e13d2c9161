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

const launches = null;

test('before a test is over, the budgets say how long it takes, and never less than nothing', () => {
  const timeLeft = new TimeLeft(RUN);
  const at = (elapsedMs: number, number = 0) => timeLeft.leftMs({ number, elapsedMs, launches }, TESTS);
  expect(at(1_000)).toBeCloseTo((at(0) ?? Number.NaN) - 1_000);
  // That one takes longer than expected says nothing about the others.
  expect(at(1e6)).toBe(at(0, 1));
  expect(at(0, 1)).toBeGreaterThan(0);
  expect(at(1e6, TESTS - 1)).toBe(0);
});

test('a test is expected to take as long as in the engines before', () => {
  const timeLeft = new TimeLeft(RUN);
  timeLeft.add(0, 30_000);
  timeLeft.add(1, 2_000);
  timeLeft.add(2, 50_000);
  timeLeft.add(3, 4_000);
  expect(timeLeft.leftMs({ number: 4, elapsedMs: 10_000, launches }, TESTS)).toBe(40_000 - 10_000 + 3_000);
});

test('if the number of launches was requested, those that are done say how long the others take', () => {
  const timeLeft = new TimeLeft(RUN);
  const ofLast = (done: number) =>
    timeLeft.leftMs({ number: TESTS - 2, elapsedMs: 10_000, launches: { done, all: 8 } }, TESTS - 1);
  expect(ofLast(0.25)).toBeUndefined();
  expect(ofLast(2)).toBe(30_000);
  expect(ofLast(8)).toBe(0);
});
