import { test as base, type TestInfo } from 'playwright/test';
import type { Entry } from '../results/entry.ts';
import { isWhole } from '../results/resume.ts';
import { engineRecord } from './engines/engine.ts';
import { closeProcesses } from './engines/process.ts';
import { ENGINES, type StartedEngineName } from './engines.ts';
import { thisHost } from './host.ts';
import { measureClaims } from './measure-claims.ts';
import { type Measurement, measureSuite } from './measure-suite.ts';
import { CLIENT_DIR } from './paths.ts';
import { begunResults, currentRun } from './run.ts';
import { Server } from './server.ts';
import { SILENCE_MS } from './until-done.ts';

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
