import { test as base, type TestInfo } from 'playwright/test';
import { isWhole } from '../../results/file/resume.ts';
import type { Entry } from '../../results/schema/entry.ts';
import { CLIENT_DIR } from '../checkout/paths.ts';
import { engineRecord } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { closeProcesses } from '../engines/start/process.ts';
import { measureClaims } from '../measure/ask-claims.ts';
import { thisHost } from '../measure/host.ts';
import { measureSuite } from '../measure/measure-suite.ts';
import type { Measurement } from '../measure/measurement.ts';
import { SILENCE_MS } from '../measure/until-done.ts';
import { Server } from '../serve/server.ts';
import { begunResults, currentRun } from './run.ts';

const run = await currentRun();
const begun = begunResults();

const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const server = await Server.start({ clientDir: CLIENT_DIR, host: '127.0.0.1' });
      await use(server);
      await closeProcesses();
      await server.close();
    },
    { scope: 'worker' },
  ],
});

/** The reporter's only source: an attachment arrives there at once, in a plain run and from a shard alike. */
function recordTo(info: TestInfo) {
  return (entry: Entry) =>
    info.attach('entry', { body: JSON.stringify(entry), contentType: 'application/json' });
}

type Measured = Pick<Measurement, 'run' | 'engine' | 'found' | 'host' | 'server' | 'record'>;

function measures(title: string, measure: (measured: Measured) => Promise<void>): void {
  test(title, async ({ server }, info) => {
    const record = recordTo(info);
    const engine = ENGINES[info.project.name as StartedEngineName];
    test.skip(
      begun !== undefined && isWhole(begun, engine.name, title),
      'it was measured before the run was broken off',
    );
    const host = thisHost();
    const found = await engine.find();
    await record({ kind: 'run', run });
    await record({ kind: 'host', host });
    await record({ kind: 'engine', engine: engineRecord(engine, found) });
    if (found.status === 'missing') test.skip(true, found.reason);
    else await measure({ run, engine: engine.name, found, host, server, record });
  });
}

for (const suite of run.suites)
  measures(suite.name, (measured) => measureSuite({ ...measured, suite, silenceMs: SILENCE_MS }));
if (run.claims) measures('claims', measureClaims);
