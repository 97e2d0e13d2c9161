import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'playwright/test';
import type { PlacementRecord } from '../../results/schema/launch.ts';
import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { remedyOf } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { Server } from '../serve/server.ts';
import { shortPlan, sidesOf } from '../testing/measure-plan.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { processTree } from '../watch/process-tree.ts';
import { type Cores, coresIn, placeableCores, ThreadPlacer } from './placement.ts';
import { runSession } from './run-session.ts';

test('a list of cores is read as Linux writes it', () => {
  expect(coresIn('')).toEqual([]);
  expect(coresIn('1')).toEqual([1]);
  expect(coresIn('0-2,5,7-8')).toEqual([0, 1, 2, 5, 7, 8]);
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
  for (const placement of ['apart', 'together'] as const) {
    test(`${name}, ${placement}: each worker is found and placed`, async () => {
      // Which core a thread gets makes no difference to how it is found.
      skipUnlessAll(placement === 'together' && name !== 'chromium');
      const found = await ENGINES[name].find();
      test.skip(found.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      const cores = await placeableCores();
      test.skip('reason' in cores, 'reason' in cores ? cores.reason : '');
      if (found.status === 'missing' || 'reason' in cores) return;
      test.skip(cores.others.length === 0, 'there is only one physical core');
      const placer = new ThreadPlacer(ENGINES[name].threads, placement, cores as Cores);
      const server = await Server.start({ clientDir: TEST_CLIENT_DIR, host: '127.0.0.1' });
      const records: PlacementRecord[] = [];
      const workers: string[][] = [];
      const plan = shortPlan('round-trip', sidesOf(1024, 'clone', 'ping'), { workers: 2 });
      const session = server.open([plan, plan], async (message) => {
        if (message.kind !== 'threads') return;
        records.push(await placer.place(message.workers));
        workers.push(await coresOfThreads(ENGINES[name].threads.worker));
      });
      try {
        await runSession(session, found.open(session.client));
      } finally {
        await server.close();
      }
      const core = placement === 'together' ? cores.page : cores.others[0];
      expect(records).toEqual(
        Array.from({ length: 4 }, () => ({ status: 'placed', page: cores.page, workers: [core] })),
      );
      for (const own of workers) expect(own).toContain(`${core}`);
    });
  }
}
