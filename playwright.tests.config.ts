import { defineConfig } from 'playwright/test';

/** The project's own tests, beside what they test. The bench itself has playwright.config.ts. */
export default defineConfig({
  testDir: '.',
  testMatch: '{suites,runner,report,results,wat}/**/*.test.ts',
  globalSetup: './runner/global-setup.ts',
  reporter: [['list'], ['./runner/skipped-reporter.ts']],
  // Engines are measured in some, and a machine of two cores has room for one.
  workers: 1,
  timeout: 60_000,
  forbidOnly: 'CI' in process.env,
});
