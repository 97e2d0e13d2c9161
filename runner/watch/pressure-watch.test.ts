import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'playwright/test';
import type { Gc, GcWatch, Memory, ThreadGc } from '../../results/schema/cell.ts';
import type { Interval } from '../../results/statistics/estimate.ts';
import { rateInterval95 } from '../../results/statistics/poisson.ts';
import { moduleFiles } from '../../vite.config.ts';
import { ROOT } from '../checkout/paths.ts';
import { type Found, remedyOf } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { LEAST_RISE } from '../measure/watch-suite.ts';
import { buildClient } from '../serve/build-client.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { watch } from '../testing/watch.ts';
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
const roundTripsIn = (name: StartedEngineName) => (name === 'firefox' ? 500 : 250);

function watchOf(gc: Gc): GcWatch {
  if (gc.status !== 'measured') throw new Error(gc.reason);
  return gc.watches[0] as GcWatch;
}

function eventsOf({ minor, major }: ThreadGc): number {
  return minor.collections + major.collections;
}

function collections(gc: Gc): number {
  const { main, worker } = watchOf(gc);
  return eventsOf(main) + eventsOf(worker);
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

/** The client with the transports that have a fault. */
let clientDir: string;
test.beforeAll(async () => {
  clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await buildClient(clientDir, moduleFiles(join(ROOT, 'suites/faults')));
});
test.afterAll(() => rm(clientDir, { recursive: true }));

for (const name of STARTED_ENGINE_NAMES) {
  test.describe(name, () => {
    // WebKit has the collector of Bun, and Deno that of Node. Firefox has its own, but takes as long as the others together.
    test.beforeEach(() => skipUnlessAll(name === 'webkit' || name === 'deno' || name === 'firefox'));

    let found: Found;
    test.beforeEach(async () => {
      const result = await ENGINES[name].find();
      test.skip(result.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (result.status === 'found') found = result;
    });

    test('clones of 1 MiB are collected, by both threads, as often in two launches; a memory shared once is less often', async () => {
      test.skip(found.record.gcAccount.status === 'unsupported', `${name} reports no collections here`);
      const roundTrips = roundTripsIn(name);
      const pressure = await watch(found, MIB, roundTrips, ['share', 'clone']);
      const { gc } = pressure('clone');
      const { main, worker, notUnderstood, roundTrips: watched } = watchOf(gc);
      expect(watched).toBe(roundTrips);
      expect(eventsOf(main)).toBeGreaterThan(0);
      expect(eventsOf(worker)).toBeGreaterThan(0);
      // Lines may be mixed up where two threads write at once.
      expect(notUnderstood).toBeLessThan(collections(gc));
      // Not half as often: the signals are garbage too, which Firefox collects in a few minor ones.
      expect(collections(pressure('share').gc)).toBeLessThan(collections(gc));
      const again = (await watch(found, MIB, roundTrips, ['clone']))('clone').gc;
      // Collections are more regular than chance, so the intervals of two counts overlap.
      const [first, second] = [gc, again].map((one) =>
        rateInterval95([{ events: collections(one), roundTrips }]),
      ) as [Interval, Interval];
      expect(first.low).toBeLessThan(second.high);
      expect(second.low).toBeLessThan(first.high);
    });

    test('a shared memory takes its size, and cloning it several times that', async () => {
      test.skip(!READS_PROCESSES, 'a process’s memory is read from /proc, which only Linux has');
      skipUnlessAll(name === 'chromium');
      const sizeBytes = 32 * MIB;
      const peakOf = async (transport: string) =>
        peakBytes((await watch(found, sizeBytes, 3, [transport]))(transport).memory);
      const first = await peakOf('share');
      // A browser frees what it held before while it runs. As in a run, a peak that this has masked is watched once more.
      const share = first < LEAST_RISE * sizeBytes ? await peakOf('share') : first;
      expect(share).toBeGreaterThan(0.6 * sizeBytes);
      expect(share).toBeLessThan(2 * sizeBytes);
      expect(await peakOf('clone')).toBeGreaterThan(3 * sizeBytes);
    });

    test('what fails while it is watched leaves no thread behind, and no collection to the next cell', async () => {
      test.skip(found.record.gcAccount.status === 'unsupported', `${name} reports no collections here`);
      const workerThreads = WORKER_THREADS[name];
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
      expect(eventsOf(watchOf(pressure('share').gc).worker)).toBeLessThan(5);
    });
  });
}
