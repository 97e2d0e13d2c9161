import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import type { PlacementRecord } from '../../results/schema/launch.ts';
import { ROOT, TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { remedyOf } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { buildClient } from '../serve/build-client.ts';
import { Server } from '../serve/server.ts';
import { shortPlan, sidesOf } from '../testing/measure-plan.ts';
import { processTree } from '../watch/process-tree.ts';
import { type Cores, coresIn, leaveFree, placeableCores, ThreadPlacer } from './placement.ts';
import { runSession } from './run-session.ts';

test('a list of cores is read as Linux writes it', () => {
  expect(coresIn('')).toEqual([]);
  expect(coresIn('1')).toEqual([1]);
  expect(coresIn('0-2,5,7-8')).toEqual([0, 1, 2, 5, 7, 8]);
});

test('a suite that is not placed does not keep the cores of the suite before it', async () => {
  const cores = await placeableCores();
  test.skip('reason' in cores, 'reason' in cores ? cores.reason : '');
  if ('reason' in cores) return;
  const { pid = 0 } = spawn('sleep', ['60']);
  const allowed = async () =>
    /^Cpus_allowed_list:\t(.*)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  try {
    await promisify(execFile)('taskset', ['-cp', `${cores.page}`, `${pid}`]);
    expect(await allowed()).toBe(`${cores.page}`);
    const placed = new Set([pid]);
    await leaveFree(placed);
    expect(await allowed()).toBe(cores.allowed);
    expect([...placed]).toEqual([]);
  } finally {
    process.kill(pid);
  }
});

/** The cores that the threads of a process may run on, by the thread's name. */
async function coresOfThreads(name: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await processTree([process.pid])) {
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const status = await readFile(`/proc/${pid}/task/${thread}/status`, 'utf8').catch(() => '');
      if (!name.test(/^Name:\t(.*)$/m.exec(status)?.[1] ?? '')) continue;
      found.push(/^Cpus_allowed_list:\t(.*)$/m.exec(status)?.[1] ?? '');
    }
  }
  return found;
}

for (const name of STARTED_ENGINE_NAMES) {
  test(`${name}: each worker is found and placed, apart on one page and together on the next; if one is not found, all are free`, async () => {
    const found = await ENGINES[name].find();
    test.skip(found.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
    const cores = await placeableCores();
    test.skip('reason' in cores, 'reason' in cores ? cores.reason : '');
    if (found.status === 'missing' || 'reason' in cores) return;
    test.skip(cores.others.length === 0, 'there is only one physical core');
    const placed = new Set<number>();
    const { threads } = ENGINES[name];
    const placers = (['apart', 'together'] as const).map(
      (placement) => new ThreadPlacer(threads, placement, cores as Cores, placed),
    );
    const server = await Server.start({ clientDir: TEST_CLIENT_DIR, host: '127.0.0.1' });
    const records: PlacementRecord[] = [];
    const workers: string[][] = [];
    const plan = shortPlan('round-trip', sidesOf(1024, 'clone', 'ping'), { workers: 2 });
    const session = server.open([plan, plan, { ...plan, workers: 1 }], async (message) => {
      if (message.kind !== 'threads') return;
      const placer = placers[Math.floor(records.length / plan.workers)];
      // The last page seems to have more workers than there are.
      records.push(
        placer ? await placer.place(message.workers) : await (placers[1] as ThreadPlacer).place(1_000),
      );
      workers.push(await coresOfThreads(threads.worker));
    });
    try {
      await runSession(session, found.open(session.client));
    } finally {
      await server.close();
    }
    const [apart] = cores.others;
    const expected = [apart, apart, cores.page, cores.page];
    expect(records.splice(0, expected.length)).toEqual(
      expected.map((core) => ({ status: 'placed', page: cores.page, workers: [core] })),
    );
    for (const [at, own] of workers.splice(0, expected.length).entries())
      expect(own).toContain(`${expected[at]}`);
    expect(records).toMatchObject([{ status: 'free' }]);
    expect(workers.flat()).not.toEqual([]);
    for (const core of workers.flat()) expect(core).toBe(cores.allowed);
  });
}

/** Skips the test where threads cannot be apart. */
async function nodeWithCores() {
  const { node } = ENGINES;
  const [found, cores] = [await node.find(), await placeableCores()];
  test.skip('reason' in cores, 'reason' in cores ? cores.reason : '');
  if (found.status === 'missing' || 'reason' in cores) throw new Error('Node runs this test');
  test.skip(cores.others.length === 0, 'there is only one physical core');
  return { node, found, cores };
}

test('a worker that a transport starts itself is placed as the others are', async () => {
  const { node, found, cores } = await nodeWithCores();
  const clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await buildClient(clientDir, [join(ROOT, 'suites/examples/8-own-worker/own-worker.ts')]);
  const placer = new ThreadPlacer(node.threads, 'apart', cores);
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const seen: string[][] = [];
  const plan = shortPlan('round-trip', sidesOf(1024, 'clone', 'own-worker'));
  const session = server.open([plan], async (message) => {
    if (message.kind === 'threads') await placer.place(message.workers);
    if (message.kind !== 'opened') return;
    seen.push(await coresOfThreads(node.threads.worker));
    await placer.placeOthers();
    seen.push(await coresOfThreads(node.threads.worker));
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    await server.close();
    await rm(clientDir, { recursive: true });
  }
  const [page, other] = [`${cores.page}`, `${cores.others[0]}`];
  expect(seen.map((own) => own.sort())).toEqual([[other, page].sort(), [other, other]]);
});

test('two workers are apart from each other, on a machine with two cores too', async () => {
  const { node, found, cores } = await nodeWithCores();
  const placer = new ThreadPlacer(node.threads, 'apart', cores);
  const server = await Server.start({ clientDir: TEST_CLIENT_DIR, host: '127.0.0.1' });
  const records: PlacementRecord[] = [];
  const plan = shortPlan('signal', sidesOf(0, 'worker-to-worker'));
  const session = server.open([plan], async (message) => {
    if (message.kind === 'threads') records.push(await placer.place(message.workers));
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    await server.close();
  }
  const { page, others } = cores;
  expect(records).toEqual([{ status: 'placed', page, workers: [others[0], others[1] ?? page] }]);
});
