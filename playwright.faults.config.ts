import { defineConfig } from 'playwright/test';
import tests from './playwright.tests.config.ts';

// Playwright's workers load this file too: there it lets in the tests that are slow (runner/testing/slow.ts).
process.env['FAULTS'] = 'all';

/** The faults, all of them: those that `npm test` has, and those that are too slow for it. */
export default defineConfig({
  ...tests,
  projects: [
    {
      name: 'faults',
      testMatch: [
        'runner/commands/{interrupted,shards}.test.ts',
        'runner/measure/faults.test.ts',
        'runner/serve/{server,user-transports}.test.ts',
        'results/file/{properties,read}.test.ts',
        'report/{dashboard,report}.test.ts',
      ],
      workers: 1,
    },
  ],
});
