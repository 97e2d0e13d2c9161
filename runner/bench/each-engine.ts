import { test as base } from 'playwright/test';
import { resultsFiles } from '../../results/file/write.ts';
import { CLIENT_DIR } from '../checkout/paths.ts';
import { engineRecord } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { closeProcesses } from '../engines/start/process.ts';
import { thisHost } from '../machine/host.ts';
import type { FoundEngine } from '../measure/measurement.ts';
import { clientHash } from '../serve/build-client.ts';
import { Server } from '../serve/server.ts';
import { type Before, currentOutDir, currentRun, recordedBefore } from './run.ts';
import { withLog } from './run-log.ts';
import type { RunTest } from './run-tests.ts';

const run = await currentRun();
const before = await recordedBefore(run.id);

const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
    async ({}, use) => {
      const server = await Server.start({ clientDir: CLIENT_DIR, host: '127.0.0.1' });
      await use(server);
      await closeProcesses();
      await server.close();
    },
    { scope: 'worker' },
  ],
});

/**
 * Declares a test for each engine's project. The test records the run, the host and the engine, and then calls `measure` with the
 * names that an interrupted run has not completed, and with what it has recorded.
 */
export function eachEngine(
  names: RunTest,
  measure: (engine: FoundEngine, left: readonly string[], before: Before) => Promise<void>,
): void {
  test(names.join(', '), async ({ server }, info) => {
    const name = info.project.name as StartedEngineName;
    const engine = ENGINES[name];
    const left = names.filter((one) => !before.isComplete(name, one));
    test.skip(left.length === 0, 'it was measured before the run was interrupted');
    const found = await engine.find();
    await withLog(resultsFiles(currentOutDir(), run.id).log, info, async (record) => {
      // First of all: a log without a run cannot be read.
      await record({ kind: 'run', run });
      await record({ kind: 'client', sha256: await clientHash() });
      const host = thisHost();
      await record({ kind: 'host', host });
      await record({ kind: 'engine', engine: engineRecord(engine, found) });
      if (found.status === 'missing') return;
      await measure({ run, engine: name, found, host, server, record }, left, before);
    });
    if (found.status === 'missing') test.skip(true, found.reason);
  });
}
