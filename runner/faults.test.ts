import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { Fold } from '../results/fold.ts';
import { type Results, resultsSchema } from '../results/schema.ts';
import { moduleFiles } from '../vite.config.ts';
import { buildClient } from './build-client.ts';
import type { Found } from './engines/engine.ts';
import { ENGINES, type StartedEngineName } from './engines.ts';
import { thisHost } from './host.ts';
import { measureSuite } from './measure-suite.ts';
import { parseOptions } from './options.ts';
import { ROOT } from './paths.ts';
import { childrenOf } from './process-tree.ts';
import { newRun } from './run.ts';
import { Server } from './server.ts';
import { discoverSuites } from './suites.ts';
import { skipUnlessAll } from './test-slow.ts';

/** Faults that are really made, in engines that really run. */

test.setTimeout(120_000);
const SILENCE_MS = 4_000;
const ENGINE_NAMES: readonly StartedEngineName[] = ['chromium', 'node'];

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

interface Asked {
  readonly engine: StartedEngineName;
  /** Made faulty on purpose, beside a ping; `null`: the suite's own clone. */
  readonly fault: string | null;
  readonly launches?: number;
  readonly size?: string;
  /** Told of each block, with the processes of the engine. */
  readonly atBlock?: (block: number, pids: readonly number[]) => void;
}

/** Of round-trip a transport, share and the controls; two sizes by two launches if nothing else is said. */
async function measure({
  engine,
  fault,
  launches = 2,
  size = '1KiB,4KiB',
  atBlock,
}: Asked): Promise<{ results: Results; failure: string | undefined }> {
  const found = await ENGINES[engine].find();
  test.skip(found.status === 'missing', `${engine} is not here`);
  const modules = fault === null ? [] : moduleFiles(join(ROOT, 'suites/faults'));
  await buildClient(folder, modules);
  const suites = await discoverSuites(modules);
  const wanted = fault ?? 'clone';
  const args = [
    '--quick',
    '--launches',
    `${launches}`,
    '--suite',
    'round-trip',
    '--size',
    size,
    '--seed',
    '3',
  ];
  const options = parseOptions('bench', [...args, '--transport', `${wanted},share`], suites);
  if (!options) throw new Error('no help was asked for');
  const run = newRun(options, suites);
  const [suite] = run.suites;
  if (!suite) throw new Error('round-trip was asked for');
  const server = await Server.start({ clientDir: folder, host: '127.0.0.1' });
  const fold = new Fold();
  fold.add({ kind: 'run', run });
  let blocks = 0;
  const before = await childrenOf(process.pid);
  let failure: string | undefined;
  try {
    await measureSuite({
      run,
      suite,
      engine,
      found: found as Found,
      host: thisHost(),
      server,
      silenceMs: SILENCE_MS,
      record: async (entry) => {
        fold.add(entry);
        if (entry.kind !== 'block') return;
        const pids = (await childrenOf(process.pid)).filter((pid) => !before.includes(pid));
        atBlock?.(blocks++, pids);
      },
    });
  } catch (error) {
    failure = (error as Error).message;
  } finally {
    await server.close();
  }
  expect((await childrenOf(process.pid)).filter((pid) => !before.includes(pid))).toEqual([]);
  return { results: resultsSchema.parse(fold.results('complete', new Date().toISOString())), failure };
}

const statuses = ({ cells }: Results) =>
  Object.fromEntries(cells.map(({ transport, sizeBytes, status }) => [`${transport} ${sizeBytes}`, status]));

for (const engine of ENGINE_NAMES) {
  test.describe(engine, () => {
    test('killed in the middle of a cell: the launch is begun once more, and nothing is lost', async () => {
      const { results, failure } = await measure({
        engine,
        fault: null,
        atBlock: (block, pids) => {
          if (block === 3) for (const pid of pids) process.kill(pid, 'SIGKILL');
        },
      });
      expect(failure).toBeUndefined();
      expect(new Set(Object.values(statuses(results)))).toEqual(new Set(['measured']));
      expect(results.launches.map(({ retried }) => retried !== null)).toEqual([true, false]);
      for (const cell of results.cells) {
        // What the killed launch had measured is measured again, not twice.
        expect(cell).toMatchObject({
          launches: [
            { launch: 0, blocks: [{}] },
            { launch: 1, blocks: [{}] },
          ],
        });
      }
    });

    test('killed twice in the same launch: the cell has failed with the reason, and the rest goes on', async () => {
      skipUnlessAll();
      const killed: number[] = [];
      const { results, failure } = await measure({
        engine,
        fault: null,
        atBlock: (block, pids) => {
          if (killed.length < 2 && (block === 2 || block === 5)) {
            killed.push(block);
            for (const pid of pids) process.kill(pid, 'SIGKILL');
          }
        },
      });
      expect(failure).toMatch(/the engine (ended|closed)/);
      const failed = results.cells.filter(({ status }) => status === 'failed');
      expect(failed).toHaveLength(1);
      expect(failed[0]).toMatchObject({ reason: expect.stringMatching(/the engine (ended|closed)/) });
      expect(results.cells.filter(({ status }) => status === 'measured').length).toBeGreaterThan(5);
    });

    for (const fault of ['hanging', 'looping', 'closing']) {
      test(`${fault}: its cell fails, in the engine’s words or at the time limit, and the run goes on`, async () => {
        skipUnlessAll(fault !== 'hanging' || engine !== 'node');
        const { results, failure } = await measure({ engine, fault, launches: 1, size: '1KiB' });
        const limit = `timed out after ${SILENCE_MS / 1000} s without a word from the engine`;
        // A worker of Node that closes itself says so.
        if (fault !== 'closing' || engine !== 'node') expect(failure).toBe(limit);
        for (const cell of results.cells) {
          expect(cell.status, cell.transport).toBe(cell.transport === fault ? 'failed' : 'measured');
          if (cell.status === 'failed') expect(cell.reason).toMatch(/timed out after 4 s|worker/);
        }
        expect(results.cells.filter(({ transport }) => transport === fault)).toHaveLength(1);
      });
    }
  });
}
