import { expect, test } from 'playwright/test';
import { collectionsOf } from '../../results/findings/gc-and-memory.ts';
import type { Cpu, Gc, Memory } from '../../results/schema/cell.ts';
import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { type Found, remedyOf } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from '../engines/engines.ts';
import { runSession } from '../measure/run-session.ts';
import { Server } from '../serve/server.ts';
import { type Pressure, PressureWatch } from './pressure-watch.ts';
import { READS_PROCESSES } from './process-tree.ts';

const MIB = 1024 ** 2;
/** Enough for several collections: Firefox has one in about 50 clones of 1 MiB on two threads. */
const ROUND_TRIPS = { chromium: 250, firefox: 500, webkit: 250, node: 250, bun: 250, deno: 250 };

/** Watches some transports in one launch of an engine. */
async function watch(found: Found, sizeBytes: number, most: number, ...transports: string[]) {
  const server = await Server.start({ clientDir: TEST_CLIENT_DIR, host: '127.0.0.1' });
  const observed: Pressure[] = [];
  let watching: Promise<PressureWatch> | undefined;
  const session = server.open(
    [
      {
        kind: 'pressure',
        suite: sizeBytes > 0 ? 'round-trip' : 'signal',
        sizeBytes,
        blocks: transports.map((transport) => ({ transport, parameter: null })),
        // Signals run for a fixed time, working sets for a fixed number of round trips.
        roundTrips: { warmup: 10, most, mostMs: sizeBytes > 0 ? 60_000 : 100, leastBytes: 0 },
        firstOfLaunch: true,
        settleMs: 300,
      },
    ],
    async (message) => {
      const pressure = await (await watching)?.onMessage(message);
      if (pressure) observed.push(pressure);
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
    if (!one) throw new Error(`${transport} was not observed`);
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

for (const name of STARTED_ENGINE_NAMES) {
  test.describe(name, () => {
    let found: Found;
    test.beforeEach(async () => {
      const result = await ENGINES[name].find();
      test.skip(result.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (result.status === 'found') found = result;
    });

    test('both threads collect clones of 1 MiB, about as often in two launches, and less garbage from a memory shared once', async () => {
      test.skip(
        found.record.gcAccount.status === 'unsupported',
        `the collections of ${name} cannot be read here`,
      );
      const roundTrips = ROUND_TRIPS[name];
      const pressure = await watch(found, MIB, roundTrips, 'share', 'clone');
      const { gc } = pressure('clone');
      if (gc.status !== 'measured') throw new Error(gc.reason);
      expect(gc.roundTrips).toBe(roundTrips);
      expect(collectionsOf(gc.main)).toBeGreaterThan(0);
      expect(collectionsOf(gc.worker)).toBeGreaterThan(0);
      // Lines may be mixed up if two threads write at the same time.
      expect(gc.notUnderstood).toBeLessThan(collections(gc));
      // The bound is not half: the signals are garbage too, which Firefox collects in a few minor collections.
      expect(collections(pressure('share').gc)).toBeLessThan(collections(gc));
      const again = collections((await watch(found, MIB, roundTrips, 'clone'))('clone').gc);
      expect(again / collections(gc)).toBeGreaterThan(0.5);
      expect(again / collections(gc)).toBeLessThan(2);
    });

    test('a shared memory takes its size, and cloning takes several times the size', async () => {
      test.skip(!READS_PROCESSES, 'memory is read from /proc, which only Linux has');
      const sizeBytes = 32 * MIB;
      const shared = await watch(found, sizeBytes, 3, 'share');
      const cloned = await watch(found, sizeBytes, 3, 'clone');
      const [share, clone] = [peakBytes(shared('share').memory), peakBytes(cloned('clone').memory)];
      // A browser may free earlier memory during the cell, which has hidden up to a fifth of the working set.
      expect(share).toBeGreaterThan(0.6 * sizeBytes);
      expect(share).toBeLessThan(2 * sizeBytes);
      expect(clone).toBeGreaterThan(3 * sizeBytes);
    });

    test('a message keeps the processors partly busy, and spinning keeps more than one busy', async () => {
      test.skip(!READS_PROCESSES, 'processor time is read from /proc, which only Linux has');
      const busy = (cpu: Cpu) => {
        if (cpu.status !== 'measured') throw new Error(cpu.reason);
        return cpu.cpuMs / cpu.wallMs;
      };
      const pressure = await watch(found, 0, 20_000, 'post-message', 'spin');
      expect(busy(pressure('post-message').cpu)).toBeGreaterThan(0.2);
      expect(busy(pressure('spin').cpu)).toBeGreaterThan(1);
    });
  });
}
