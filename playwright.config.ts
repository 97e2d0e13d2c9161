import { defineConfig } from 'playwright/test';
import { currentRun } from './runner/bench/run.ts';
import { STARTED_ENGINE_NAMES } from './runner/engines/engines.ts';

/** The bench: a project an engine, a test a suite. The project's own tests have playwright.tests.config.ts. */
await currentRun();

export default defineConfig({
  testDir: './runner/bench',
  testMatch: 'bench.spec.ts',
  globalSetup: './runner/bench/global-setup.ts',
  reporter: [['./runner/bench/reporter.ts']],
  projects: STARTED_ENGINE_NAMES.map((name) => ({ name })),
  // One measurement at a time, and each watches its own time.
  workers: 1,
  timeout: 0,
});
