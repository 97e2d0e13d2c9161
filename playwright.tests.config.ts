import { defineConfig } from 'playwright/test';

/** What starts whole commands, one at a time, as one measures in a checkout; and what would be disturbed by those. */
const COMMANDS = 'runner/{commands/*,engines/remote,measure/faults}.test.ts';
/** What starts engines itself, other than a Chromium to show a page in. */
const ENGINES = ['runner/engines/engines.test.ts', 'report/live/*.test.ts', 'suites/examples/*.test.ts'];

/** What looks at the use of processors and memory: when the others are done. */
const ALONE = 'runner/watch/pressure-watch.test.ts';

/** The project's own tests, beside what they test. The bench itself has playwright.config.ts. */
export default defineConfig({
  testDir: '.',
  globalSetup: './runner/testing/set-up.ts',
  reporter: [['list'], ['./runner/testing/skipped-reporter.ts']],
  // A machine of two cores has room for an engine and for something beside it: no test asserts how long anything takes.
  workers: 2,
  timeout: 120_000,
  forbidOnly: 'CI' in process.env,
  projects: [
    { name: 'engines', testMatch: ENGINES, workers: 1 },
    { name: 'commands', testMatch: COMMANDS, workers: 1 },
    {
      name: 'logic and pages',
      testMatch: '{suites,runner,report,results,wat}/**/*.test.ts',
      testIgnore: [COMMANDS, ALONE, ...ENGINES],
      workers: 1,
    },
    {
      name: 'alone',
      testMatch: ALONE,
      workers: 1,
      dependencies: ['engines', 'commands', 'logic and pages'],
    },
  ],
});
