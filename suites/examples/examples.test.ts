import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { PageMessage } from '../../results/schema/page-message.ts';
import { ENGINES } from '../../runner/engines/engines.ts';
import { runSession } from '../../runner/measure/run-session.ts';
import { buildClient } from '../../runner/serve/build-client.ts';
import { Server } from '../../runner/serve/server.ts';
import { loadTransport, moduleName } from '../../runner/serve/user-transports.ts';
import { shortPlan, sidesOf } from '../../runner/testing/measure-plan.ts';

/** Each example has its own numbered folder. */
const FILES = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^\d.*\.ts$/.test(file))
  .sort()
  .map((file) => join(import.meta.dirname, file));

test('each numbered example is a transport and is measured', async () => {
  const node = await ENGINES.node.find();
  if (node.status === 'missing') throw new Error(node.reason);
  const clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await Promise.all(FILES.map((file) => loadTransport(file, [])));
  await buildClient(clientDir, FILES);
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const said: PageMessage[] = [];
  const session = server.open(
    [shortPlan('round-trip', sidesOf(65_536, ...FILES.map(moduleName)))],
    async (message) => {
      said.push(message);
    },
  );
  try {
    await runSession(session, node.open(session.client));
  } finally {
    await server.close();
    await rm(clientDir, { recursive: true, force: true });
  }
  const outcomes = said.flatMap((message) =>
    message.kind === 'worker'
      ? message.cells.map(({ transport, outcome }) => [transport, outcome.status])
      : [],
  );
  expect(outcomes).toEqual(FILES.map((file) => [moduleName(file), 'measured']));
});
