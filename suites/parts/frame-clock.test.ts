import { expect, test } from 'playwright/test';
import { FrameClock } from './frame-clock.ts';

test('the clock never fires too early, and other events run during a wait', async () => {
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
