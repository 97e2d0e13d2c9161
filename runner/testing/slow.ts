import { test } from 'playwright/test';

/** Skips a slow test in `npm test`, which runs often and must take less than ten minutes. `npm run test:faults` runs the test. */
export function skipUnlessAll(isSlow = true): void {
  test.skip(isSlow && process.env['FAULTS'] !== 'all', 'it is slow: npm run test:faults runs it');
}
