import { expect, test } from 'playwright/test';
import { FrameClock } from './frame-clock.ts';

test('no moment comes too early, and other events pass while one is waited for', async () => {
  const clock = new FrameClock();
  try {
    for (const waitMs of [20, 3, 0, -5]) {
      const dueMs = performance.now() + waitMs;
      let passed = 0;
      const events = setInterval(() => passed++, 1);
      await clock.until(dueMs);
      clearInterval(events);
      expect(performance.now()).toBeGreaterThanOrEqual(dueMs);
      if (waitMs === 20) expect(passed).toBeGreaterThan(0);
    }
  } finally {
    clock.end();
  }
});
