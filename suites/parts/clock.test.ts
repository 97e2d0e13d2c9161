import { expect, test } from 'playwright/test';
import { measureClockStepMs } from './clock.ts';

test('the step is one that the clock really takes', () => {
  const stepMs = measureClockStepMs();
  expect(stepMs).toBeGreaterThan(0);
  // Two reads in a row cannot be further apart than the time between them.
  const start = performance.now();
  measureClockStepMs();
  expect(stepMs).toBeLessThan(performance.now() - start);
});

test('the step of a coarse clock is exact', () => {
  const { now } = performance;
  performance.now = () => Math.floor(now.call(performance) * 50) / 50;
  try {
    expect(measureClockStepMs()).toBe(0.02);
  } finally {
    performance.now = now;
  }
});
