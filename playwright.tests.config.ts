import { defineConfig } from 'playwright/test';

/**
 * The tests that start whole commands or pack the package, one at a time because commands lock the checkout and packing writes to
 * dist/, and the tests that commands would disturb.
 */
const COMMANDS = 'runner/{api/api,commands/*,engines/remote,measure/faults}.test.ts';
/** The tests that start engines, other than a Chromium that shows a page. */
const ENGINES = [
  'runner/engines/{engines,every-suite}.test.ts',
  'runner/watch/pressure-watch.test.ts',
  'report/live/*.test.ts',
  'suites/examples/*.test.ts',
];

/** The tests of processor use, which run after all others. */
const ALONE = 'runner/watch/cpu-watch.test.ts';

/** The tests of this repository, which are next to the code that they test. The bench uses playwright.config.ts. */
export default defineConfig({
  testDir: '.',
  globalSetup: './runner/testing/set-up.ts',
  reporter: [['list'], ['./runner/testing/skipped-reporter.ts']],
  // Two workers keep two cores busy. No test asserts how long anything takes.
  workers: 2,
  timeout: 120_000,
  // A page or a process can take several seconds on a busy machine.
  expect: { timeout: 20_000 },
  forbidOnly: 'CI' in process.env,
  projects: [
    { name: 'engines', testMatch: ENGINES, workers: 1 },
    { name: 'commands', testMatch: COMMANDS, workers: 1 },
    {
      name: 'logic and pages',
      testMatch: '{suites,runner,report,results,wat}/**/*.test.ts',
      testIgnore: [COMMANDS, ALONE, ...ENGINES],
    },
    {
      name: 'alone',
      testMatch: ALONE,
      workers: 1,
      dependencies: ['engines', 'commands', 'logic and pages'],
    },
  ],
});
