import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'playwright/test';
import { collectionsOf } from '../../results/findings/gc-and-memory.ts';
import type { Cpu, Gc, Memory } from '../../results/schema/cell.ts';
import { moduleFiles } from '../../vite.config.ts';
import { ROOT, TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { type Found, remedyOf } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { runSession } from '../measure/run-session.ts';
import { buildClient } from '../serve/build-client.ts';
import { Server } from '../serve/server.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { type Pressure, PressureWatch } from './pressure-watch.ts';
import { processTree, READS_PROCESSES } from './process-tree.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
/** What an engine calls a worker's thread; Node has no name for it, and no threads that come and go by themselves. */
const WORKER_THREADS: Partial<Record<StartedEngineName, RegExp>> = {
  chromium: /^DedicatedWorker/,
  firefox: /^DOM Worker/,
  node: /^/,
};
/** Enough for several collections: Firefox has one in about 50 clones of 1 MiB on two threads. */
const ROUND_TRIPS = { chromium: 250, firefox: 500, webkit: 250, node: 250, bun: 250, deno: 250 };

/**
 * Watches one launch of an engine go through some transports.
 * @param atBegin Told when a window has begun, and of which transport.
 */
async function watch(
  found: Found,
  sizeBytes: number,
  most: number,
  transports: readonly string[],
  { clientDir = TEST_CLIENT_DIR, atBegin = async (_: string, __: readonly number[]) => {} } = {},
) {
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const observed: Pressure[] = [];
  let watching: Promise<PressureWatch> | undefined;
  const session = server.open(
    [
      {
        kind: 'pressure',
        suite: sizeBytes > 0 ? 'round-trip' : 'signal',
        sizeBytes,
        blocks: transports.map((transport) => ({ transport, parameter: null })),
        // Signals go on for a while, working sets for so many.
        roundTrips: { warmup: 10, most, mostMs: sizeBytes > 0 ? 60_000 : 100, leastBytes: 0 },
        firstOfLaunch: true,
        settleMs: 300,
      },
    ],
    async (message) => {
      const pressure = await (await watching)?.onMessage(message);
      if (pressure) observed.push(pressure);
      if (message.kind === 'window' && message.edge === 'begin')
        await atBegin(message.transport, (await opening).roots);
    },
  );
  const opening = found.openWatched(session.client);
  watching = opening.then((watched) => new PressureWatch(watched, found.record.gcAccount));
  try {
    await runSession(session, opening);
  } finally {
    await server.close();
  }
  return (transport: string) => {
    const one = observed.find((pressure) => pressure.transport === transport);
    if (!one) throw new Error(`nothing was observed of ${transport}`);
    return one;
  };
}

function collections(gc: Gc): number {
  if (gc.status !== 'measured') throw new Error(gc.reason);
  return collectionsOf(gc.main) + collectionsOf(gc.worker);
}

function peakBytes(memory: Memory): number {
  if (memory.status !== 'measured') throw new Error(memory.reason);
  return memory.peakBytes;
}

async function countThreads(roots: readonly number[], name: RegExp): Promise<number> {
  if (!READS_PROCESSES) return 0;
  const threads = await Promise.all(
    (await processTree(roots)).map(async (pid) => {
      const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
      return Promise.all(
        tasks.map((task) => readFile(`/proc/${pid}/task/${task}/comm`, 'utf8').catch(() => null)),
      );
    }),
  );
  return threads.flat().filter((comm) => comm !== null && name.test(comm)).length;
}

for (const name of STARTED_ENGINE_NAMES) {
  test.describe(name, () => {
    // Each JavaScript engine is watched in one of its runtimes and browsers at least.
    test.beforeEach(() => skipUnlessAll(name === 'webkit' || name === 'deno'));

    let found: Found;
    test.beforeEach(async () => {
      const result = await ENGINES[name].find();
      test.skip(result.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (result.status === 'found') found = result;
    });

    test('clones of 1 MiB are collected, by both threads, as often in two launches; a memory shared once is less often', async () => {
      test.skip(found.record.gcAccount.status === 'unsupported', `${name} tells of no collections here`);
      const roundTrips = ROUND_TRIPS[name];
      const pressure = await watch(found, MIB, roundTrips, ['share', 'clone']);
      const { gc } = pressure('clone');
      if (gc.status !== 'measured') throw new Error(gc.reason);
      expect(gc.roundTrips).toBe(roundTrips);
      expect(collectionsOf(gc.main)).toBeGreaterThan(0);
      expect(collectionsOf(gc.worker)).toBeGreaterThan(0);
      // Lines may be mixed up where two threads write at once.
      expect(gc.notUnderstood).toBeLessThan(collections(gc));
      // Not half as often: the signals are garbage too, which Firefox collects in a few minor ones.
      expect(collections(pressure('share').gc)).toBeLessThan(collections(gc));
      const again = collections((await watch(found, MIB, roundTrips, ['clone']))('clone').gc);
      expect(again / collections(gc)).toBeGreaterThan(0.5);
      expect(again / collections(gc)).toBeLessThan(2);
    });

    test('a shared memory takes its size, and cloning it several times that', async () => {
      test.skip(!READS_PROCESSES, 'a process’s memory is read from /proc, which only Linux has');
      const sizeBytes = 32 * MIB;
      const shared = await watch(found, sizeBytes, 3, ['share']);
      const cloned = await watch(found, sizeBytes, 3, ['clone']);
      const [share, clone] = [peakBytes(shared('share').memory), peakBytes(cloned('clone').memory)];
      // A browser frees what it held before while it runs: seen to hide a fifth of the working set.
      expect(share).toBeGreaterThan(0.6 * sizeBytes);
      expect(share).toBeLessThan(2 * sizeBytes);
      expect(clone).toBeGreaterThan(3 * sizeBytes);
    });

    test('a signal by a message costs processor time on both sides, and a spin keeps both busy', async () => {
      test.skip(!READS_PROCESSES, 'a process’s time is read from /proc, which only Linux has');
      const busy = (cpu: Cpu) => {
        if (cpu.status !== 'measured') throw new Error(cpu.reason);
        return cpu.cpuMs / cpu.wallMs;
      };
      const pressure = await watch(found, 0, 20_000, ['post-message', 'spin']);
      expect(busy(pressure('post-message').cpu)).toBeGreaterThan(0.2);
      expect(busy(pressure('spin').cpu)).toBeGreaterThan(1);
    });

    test('what fails while it is watched leaves no thread behind, and no collection to the next cell', async () => {
      test.skip(found.record.gcAccount.status === 'unsupported', `${name} tells of no collections here`);
      const workerThreads = WORKER_THREADS[name];
      const clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
      try {
        await buildClient(clientDir, moduleFiles(join(ROOT, 'suites/faults')));
        const threads = new Map<string, number>();
        const pressure = await watch(found, KIB, 50, ['ping', 'littering', 'half-open', 'share'], {
          clientDir,
          atBegin: async (transport, roots) => {
            // A thread that was ended a moment ago may still be there; one that was not makes garbage meanwhile.
            await setTimeout(500);
            if (workerThreads) threads.set(transport, await countThreads(roots, workerThreads));
          },
        });
        expect(pressure('littering').gc).toEqual({
          status: 'failed',
          reason: 'in the worker: thrown while watched',
        });
        expect(pressure('half-open').gc).toEqual({ status: 'failed', reason: 'thrown half-way' });
        if (workerThreads && READS_PROCESSES)
          expect(threads.get('share')).toBeLessThanOrEqual(threads.get('ping') ?? 0);
        const { gc } = pressure('share');
        if (gc.status !== 'measured') throw new Error(gc.reason);
        expect(collectionsOf(gc.worker)).toBeLessThan(5);
      } finally {
        await rm(clientDir, { recursive: true });
      }
    });
  });
}
