import { defineConfig } from 'playwright/test';
import tests from './playwright.tests.config.ts';

// Enables the slow tests (runner/testing/slow.ts); Playwright's workers load this file too.
process.env['FAULTS'] = 'all';

/** All tests of faults, including those that are too slow for `npm test`. */
export default defineConfig({
  ...tests,
  projects: [
    {
      name: 'faults',
      testMatch: [
        'runner/api/*.test.ts',
        'runner/commands/*.test.ts',
        'runner/{measure/*,engines/*,watch/*}.test.ts',
        'runner/serve/{server,user-transports}.test.ts',
        'results/file/{properties,read}.test.ts',
        'results/statistics/sampling-rule.test.ts',
        'results/summary/flags.test.ts',
        'report/{dashboard,report,live/hosts,live/live}.test.ts',
      ],
      workers: 1,
    },
  ],
});
