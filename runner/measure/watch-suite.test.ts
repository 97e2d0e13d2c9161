import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { parse } from '../../results/command-line/command.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { Run } from '../../results/schema/run.ts';
import { plannedCells } from '../../suites/plan/schedule.ts';
import { moduleFiles } from '../../vite.config.ts';
import { RUN_FLAGS } from '../bench/flags.ts';
import { newRun } from '../bench/run.ts';
import { select } from '../bench/selection.ts';
import { ROOT } from '../checkout/paths.ts';
import { ENGINES } from '../engines/engines.ts';
import { thisHost } from '../machine/host.ts';
import { buildClient } from '../serve/build-client.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { Server } from '../serve/server.ts';
import { childrenOf } from '../watch/process-tree.ts';
import { watchSuite, whyNotWatched } from './watch-suite.ts';

const ENGINE = 'node';
const SMALL_BYTES = 1024;
const LARGER_BYTES = 16 * 1024 ** 2;
/** An engine that starts on a busy machine can be silent for seconds. */
const SILENCE_MS = 10_000;
const FAULTS = moduleFiles(join(ROOT, 'suites/faults'));

let clientDir: string;
test.beforeAll(async () => {
  clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await buildClient(clientDir, FAULTS);
});
test.afterAll(() => rm(clientDir, { recursive: true }));

type Watched = Extract<Entry, { kind: 'pressure' }>;

interface Options {
  readonly sizesBytes?: readonly number[];
  readonly pressure?: Partial<Run['pressure']>;
  /** Called with each cell that has been watched. */
  readonly onWatched?: (cell: Watched) => Promise<void>;
}

/** Watches these transports of round-trip in Node, in one launch unless the options differ. */
async function watchAll(
  transports: readonly string[],
  { sizesBytes = [SMALL_BYTES], pressure, onWatched }: Options = {},
): Promise<Watched[]> {
  const discovered = await discoverSuites(FAULTS);
  const args = ['--suite', 'round-trip', '--size', '1KiB', '--transport', transports.join()];
  const { flags } = parse({ name: 'bench', flags: RUN_FLAGS }, args);
  const run = newRun(select(flags, discovered), discovered);
  const [suite] = run.suites;
  const found = await ENGINES[ENGINE].find();
  if (!suite || found.status === 'missing') throw new Error('every machine has Node and round-trip');
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const watched: Watched[] = [];
  try {
    await watchSuite(
      {
        run: { ...run, pressure: { ...run.pressure, launches: 1, budgetMs: 60_000, ...pressure } },
        suite: { ...suite, sizesBytes: [...sizesBytes] },
        engine: ENGINE,
        found,
        host: thisHost(),
        server,
        silenceMs: SILENCE_MS,
        before: [],
        record: async (entry) => {
          if (entry.kind !== 'pressure') return;
          watched.push(entry);
          await onWatched?.(entry);
        },
      },
      sizesBytes.flatMap((sizeBytes) =>
        transports.map((transport) => ({
          engine: ENGINE,
          suite: suite.name,
          transport,
          parameter: null,
          sizeBytes,
        })),
      ),
    );
  } finally {
    await server.close();
  }
  return watched;
}

test('a transport that hangs while it is watched has no collections, and the others are watched in a new launch', async () => {
  const watched = await watchAll(['share', 'hanging', 'transfer']);
  const failed = {
    status: 'failed',
    reason: expect.stringContaining(`timed out after ${SILENCE_MS / 1000} s`),
  };
  const measured = expect.objectContaining({ status: 'measured' });
  expect(watched).toHaveLength(3);
  expect(Object.fromEntries(watched.map(({ transport, gc }) => [transport, gc]))).toEqual({
    share: measured,
    hanging: failed,
    transfer: measured,
  });
});

test('an engine that is killed between two cells loses none of them', async () => {
  let isKilled = false;
  const before = await childrenOf(process.pid);
  const onWatched = async () => {
    if (isKilled) return;
    isKilled = true;
    for (const pid of await childrenOf(process.pid)) if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
  };
  const all = await watchAll(['share', 'transfer', 'clone'], { onWatched });
  expect(all.map(({ gc }) => gc.status)).toEqual(['measured', 'measured', 'measured']);
});

test('sizes of up to 1 MiB are watched in three launches, even if the time is spent, and larger sizes in one', async () => {
  const watched = await watchAll(['share'], {
    // Every second size is watched.
    sizesBytes: [SMALL_BYTES, LARGER_BYTES / 4, LARGER_BYTES],
    pressure: { launches: 3, budgetMs: 0 },
  });
  const launches = watched.filter(({ gc }) => gc.status === 'measured').map(({ sizeBytes }) => sizeBytes);
  expect(launches).toEqual([SMALL_BYTES, LARGER_BYTES, SMALL_BYTES, SMALL_BYTES]);
});

test('every second size is watched, from the largest down; in a suite without sizes, every second value of its parameter', async () => {
  const discovered = await discoverSuites([]);
  const watchedOf = (name: string, transport: string, flag = '--full') => {
    const { flags } = parse({ name: 'bench', flags: RUN_FLAGS }, ['--suite', name, flag]);
    const run = newRun(select(flags, discovered), discovered);
    const [suite] = run.suites;
    if (!suite) throw new Error(`${name} is a suite`);
    return plannedCells(suite, ENGINE).filter(
      (cell) => cell.transport === transport && whyNotWatched({ suite, run }, cell) === undefined,
    );
  };
  const sizes = watchedOf('linear-memory', 'clone').map(({ sizeBytes }) => sizeBytes);
  expect(sizes).toEqual([64 * 1024, 16 * 1024 ** 2]);
  const records = (flag?: string) => watchedOf('shapes', 'objects', flag).map(({ parameter }) => parameter);
  expect(records()).toEqual([10, 1_000, 100_000]);
  expect(records('--quick')).toEqual([]);
  expect(watchedOf('buffers', 'transfer')).toHaveLength(4);
  const paces = watchedOf('stream', 'clone').map(({ parameter }) => parameter);
  expect(new Set(paces)).toEqual(new Set([null]));
  // Without a size or a parameter there is one cell, and it is watched.
  expect(watchedOf('signal', 'post-message', '--quick')).toHaveLength(1);
});
