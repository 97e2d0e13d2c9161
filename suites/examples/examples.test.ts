import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { PageMessage } from '../../results/schema/page-message.ts';
import { remedyOf } from '../../runner/engines/engine.ts';
import { ENGINES } from '../../runner/engines/engines.ts';
import { runSession } from '../../runner/measure/run-session.ts';
import { buildClient } from '../../runner/serve/build-client.ts';
import { Server } from '../../runner/serve/server.ts';
import { loadTransport, moduleName } from '../../runner/serve/user-transports.ts';
import { shortPlan, sidesOf } from '../../runner/testing/measure-plan.ts';

/** Each example has its own numbered folder, and its transport is named like the folder. */
const FILES = readdirSync(import.meta.dirname)
  .filter((folder) => /^\d/.test(folder))
  .sort()
  .map((folder) => join(import.meta.dirname, folder, `${folder.replace(/^\d+-/, '')}.ts`));
const NAMES = FILES.map(moduleName);

let clientDir: string;
test.beforeAll(async () => {
  clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await buildClient(clientDir, FILES);
});
test.afterAll(() => rm(clientDir, { recursive: true, force: true }));

test('each numbered example is accepted as a transport, without an engine', async () => {
  const loaded = await Promise.all(FILES.map((file) => loadTransport(file, [])));
  expect(loaded.map(({ name }) => name)).toEqual(NAMES);
  expect(NAMES.length).toBeGreaterThan(7);
});

for (const engine of ['node', 'chromium'] as const) {
  test(`${engine} measures each example, or says what it lacks`, async () => {
    const found = await ENGINES[engine].find();
    test.skip(found.status === 'missing', `${engine}: not found. ${remedyOf(ENGINES[engine])}`);
    if (found.status === 'missing') return;
    const server = await Server.start({ clientDir, host: '127.0.0.1' });
    const said: PageMessage[] = [];
    const session = server.open([shortPlan('round-trip', sidesOf(65_536, ...NAMES))], async (message) => {
      said.push(message);
    });
    try {
      await runSession(session, found.open(session.client));
    } finally {
      await server.close();
    }
    const cells = said.flatMap((message) => (message.kind === 'worker' ? message.cells : []));
    const outcomes = Object.fromEntries(cells.map(({ transport, outcome }) => [transport, outcome]));
    const all = Object.fromEntries(NAMES.map((name) => [name, { status: 'measured' }]));
    const lacking = {
      'image-bitmap': {
        status: 'unsupported',
        reason: 'ReferenceError: OffscreenCanvas is not defined',
      },
    };
    expect(outcomes).toMatchObject(engine === 'node' ? { ...all, ...lacking } : all);
    expect(Object.keys(outcomes).sort()).toEqual([...NAMES].sort());
  });
}
