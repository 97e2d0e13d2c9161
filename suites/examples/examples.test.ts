import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { PageMessage } from '../../results/schema/page-message.ts';
import { ROOT } from '../../runner/checkout/paths.ts';
import { remedyOf } from '../../runner/engines/engine.ts';
import { ENGINES } from '../../runner/engines/engines.ts';
import { runSession } from '../../runner/measure/run-session.ts';
import { buildClient } from '../../runner/serve/build-client.ts';
import { Server } from '../../runner/serve/server.ts';
import { loadTransport, moduleName } from '../../runner/serve/user-transports.ts';
import { shortPlan, sidesOf } from '../../runner/testing/measure-plan.ts';
import { loopback } from '../testing/loopback.ts';
import type { MainContext } from '../transport.ts';
import { transport as manyBuffers } from './4-many-buffers/many-buffers.ts';

/** Each example has its own numbered folder, and its transport is named like the folder. */
const FILES = readdirSync(import.meta.dirname)
  .filter((folder) => /^\d/.test(folder))
  .sort()
  .map((folder) => join(import.meta.dirname, folder, `${folder.replace(/^\d+-/, '')}.ts`));
const NAMES = FILES.map(moduleName);

/** Modules that load on a page only: one for the worker of the suite, the other with a worker of its own. */
const ON_PAGE = {
  'page-clone': 'suites/transports/clone.ts',
  'page-own-worker': 'suites/examples/8-own-worker/own-worker.ts',
};

let folder: string;
let clientDir: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  clientDir = join(folder, 'client');
  const onPage = Object.entries(ON_PAGE).map(async ([name, file]) => {
    const path = join(folder, `${name}.ts`);
    const transport = JSON.stringify(join(ROOT, file));
    await writeFile(path, `document.title = 'loaded';\nexport { transport } from ${transport};\n`);
    return path;
  });
  await buildClient(clientDir, [...FILES, ...(await Promise.all(onPage))]);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** The outcomes of these transports, by name. */
async function measure(engine: 'node' | 'chromium', names: readonly string[]) {
  const found = await ENGINES[engine].find();
  test.skip(found.status === 'missing', `${engine}: not found. ${remedyOf(ENGINES[engine])}`);
  if (found.status === 'missing') return {};
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const said: PageMessage[] = [];
  const session = server.open([shortPlan('round-trip', sidesOf(65_536, ...names))], async (message) => {
    said.push(message);
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    await server.close();
  }
  const cells = said.flatMap((message) => (message.kind === 'worker' ? message.cells : []));
  return Object.fromEntries(cells.map(({ transport, outcome }) => [transport, outcome]));
}

test('each numbered example is accepted as a transport, without an engine', async () => {
  const loaded = await Promise.all(FILES.map((file) => loadTransport(file, [])));
  expect(loaded.map(({ name }) => name)).toEqual(NAMES);
  expect(NAMES.length).toBeGreaterThan(7);
});

test('many buffers: one that is lost is missed on either side, and the bytes are those that arrived on each', async () => {
  const sizeBytes = 65_536;
  const open = (change?: (answer: unknown) => unknown) =>
    loopback(manyBuffers, { sizeBytes, ...(change && { change }), wasm: {} as MainContext['wasm'] });
  const main = open();
  for (const stamp of [1, 3]) await main.roundTrip(stamp);
  await main.check?.(2);
  expect(main.movedBytes?.()).toBe(2 * sizeBytes);

  const lost = '15 buffers arrived, expected 16';
  const short = open((answer) => (answer as unknown[]).slice(1));
  await expect(short.roundTrip(1)).rejects.toThrow(lost);
  const worker = manyBuffers.openWorker?.({
    sizeBytes,
    parameter: null,
    index: 0,
    post() {},
    setup: null,
    wasm: {} as MainContext['wasm'],
  });
  const fifteen = Array.from({ length: 15 }, () => new ArrayBuffer(4096));
  expect(() => worker?.(fifteen)).toThrow(lost);

  // The worker's count is its own.
  const half = open((answer) => (typeof answer === 'number' ? answer / 2 : answer));
  await half.roundTrip(1);
  await half.check?.(1);
  expect(half.movedBytes?.()).toBe(1.5 * sizeBytes);
});

for (const engine of ['node', 'chromium'] as const) {
  test(`${engine} measures each example, or says what it lacks`, async () => {
    const outcomes = await measure(engine, NAMES);
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

  test(`${engine}: a module that loads on a page only ends its cell at once, unless it does without the worker`, async () => {
    const lacking = (where: string) => ({
      status: 'unsupported',
      reason: `${where}ReferenceError: document is not defined`,
    });
    expect(await measure(engine, [...Object.keys(ON_PAGE), 'clone'])).toMatchObject({
      'page-clone': lacking(engine === 'node' ? '' : 'in the worker: '),
      'page-own-worker': engine === 'node' ? lacking('') : { status: 'measured' },
      clone: { status: 'measured' },
    });
  });
}
