import { defineConfig } from 'playwright/test';
import { STARTED_ENGINE_NAMES } from './runner/engines.ts';
import { currentRun } from './runner/run.ts';

/** The bench: a project an engine, a test a suite. The project's own tests have playwright.tests.config.ts. */
await currentRun();

export default defineConfig({
  testDir: './runner',
  testMatch: 'bench.spec.ts',
  globalSetup: './runner/global-setup.ts',
  reporter: [['./runner/reporter.ts']],
  projects: STARTED_ENGINE_NAMES.map((name) => ({ name })),
  // One measurement at a time, and each watches its own time.
  workers: 1,
  timeout: 0,
});
