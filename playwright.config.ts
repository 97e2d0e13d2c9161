import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { CACHE_DIR } from './results/command-line/installation.mjs';
import { currentRun } from './runner/bench/run.ts';
import { STARTED_ENGINE_NAMES } from './runner/engines/engines.ts';

/** The bench: each engine is a project, and runner/bench/run-tests.ts lists its tests. The tests of this repository use playwright.tests.config.ts. */
await currentRun();

export default defineConfig({
  testDir: './runner/bench',
  testMatch: 'bench.spec.ts',
  outputDir: join(CACHE_DIR, 'playwright'),
  globalSetup: './runner/bench/global-setup.ts',
  reporter: [['./runner/bench/reporter.ts']],
  projects: STARTED_ENGINE_NAMES.map((name) => ({ name })),
  // Only one measurement runs at a time, and each has its own time limits.
  workers: 1,
  timeout: 0,
});
