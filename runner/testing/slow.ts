import { test } from 'playwright/test';

/** Leaves a test to `npm run test:faults`: `npm test` is run often, and has ten minutes. */
export function skipUnlessAll(isSlow = true): void {
  test.skip(isSlow && process.env['FAULTS'] !== 'all', 'it is slow: npm run test:faults runs it');
}
