import { defineConfig } from 'playwright/test';

/** What starts engines, other than a Chromium to show a page in: one at a time, as they share the built client. */
const ENGINES = [
  'runner/{bench,bootstrap,broken-off,engines,faults,harness,pressure,remote,shards}.test.ts',
  'report/live/*.test.ts',
  'suites/examples/*.test.ts',
];

/** The project's own tests, beside what they test. The bench itself has playwright.config.ts. */
export default defineConfig({
  testDir: '.',
  globalSetup: './runner/global-setup.ts',
  reporter: [['list'], ['./runner/skipped-reporter.ts']],
  // A machine of two cores has room for an engine and for something beside it: no test asserts a time.
  workers: 2,
  timeout: 120_000,
  forbidOnly: 'CI' in process.env,
  projects: [
    { name: 'engines', testMatch: ENGINES, workers: 1 },
    {
      name: 'logic and pages',
      testMatch: '{suites,runner,report,results,wat}/**/*.test.ts',
      testIgnore: ENGINES,
      workers: 1,
    },
  ],
});
