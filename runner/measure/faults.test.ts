import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { parse } from '../../results/command-line/command.ts';
import { Fold } from '../../results/file/fold.ts';
import type { Entry } from '../../results/schema/entry.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import { type Results, resultsSchema } from '../../results/schema/results.ts';
import { moduleFiles } from '../../vite.config.ts';
import { RUN_FLAGS } from '../bench/flags.ts';
import { newRun } from '../bench/run.ts';
import { select } from '../bench/selection.ts';
import { ROOT } from '../checkout/paths.ts';
import { engineRecord, type Found } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { thisHost } from '../machine/host.ts';
import { buildClient } from '../serve/build-client.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { BARE_CLIENT_PATH, Server } from '../serve/server.ts';
import { MemoryLimit, NO_LIMITS } from '../testing/limits.ts';
import { shortPlan } from '../testing/measure-plan.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { childrenOf, processTree, READS_PROCESSES } from '../watch/process-tree.ts';
import { measureSuites } from './measure-suites.ts';
import { runSession } from './run-session.ts';

/** Real faults in real engines. */

test.setTimeout(120_000);
/** An engine that starts on a busy machine, or a process at its memory limit, can be silent for seconds. */
const SILENCE_MS = 30_000;
/** The limit for engines that stay silent, which each such test waits for. */
const SHORT_SILENCE_MS = 10_000;
const MIB = 1024 ** 2;
const FAULTS = moduleFiles(join(ROOT, 'suites/faults'));
const ENGINE_NAMES: readonly StartedEngineName[] = ['chromium', 'node'];

/** The client, with the transports that have a fault. */
let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await buildClient(folder, FAULTS);
});
test.afterAll(() => rm(folder, { recursive: true }));

interface Scenario {
  readonly engine: StartedEngineName;
  /** A transport with a deliberate fault; `null`: the suite's own clone. */
  readonly fault: string | null;
  readonly suites?: string;
  readonly launches?: number;
  readonly size?: string;
  /** The time budget of the suite, instead of a number of launches. */
  readonly budgetMs?: number;
  readonly silenceMs?: number;
  /** Called after each entry of these kinds, with the processes of the engine. */
  readonly at?: Partial<Record<'placed' | 'worker', (pids: readonly number[]) => void | Promise<void>>>;
}

/** Measures a transport, share and the controls, by default of round-trip at two sizes in two launches. */
async function measure({
  engine,
  fault,
  suites = 'round-trip',
  launches = 2,
  size = '1KiB,4KiB',
  budgetMs,
  silenceMs = SILENCE_MS,
  at = {},
}: Scenario): Promise<{ results: Results; failure: string | undefined; starts: number }> {
  const found = await ENGINES[engine].find();
  test.skip(found.status === 'missing', `${engine} is not installed`);
  const discovered = await discoverSuites(FAULTS);
  const transport = fault ?? 'clone';
  const args = [
    '--quick',
    '--launches',
    `${launches}`,
    '--suite',
    suites,
    '--size',
    size,
    '--seed',
    '3',
    '--transport',
    `${transport},share`,
  ];
  const { flags } = parse({ name: 'bench', flags: RUN_FLAGS }, args);
  const selection = select(flags, discovered);
  const sampling =
    budgetMs === undefined
      ? selection.sampling
      : { ...selection.sampling, leastLaunches: 1, mostLaunches: 2, budgetMs };
  const run = newRun({ ...selection, sampling }, discovered);
  const server = await Server.start({ clientDir: folder, host: '127.0.0.1' });
  const fold = new Fold();
  fold.add({ kind: 'run', run });
  fold.add({ kind: 'engine', engine: engineRecord(ENGINES[engine], found) });
  const before = await childrenOf(process.pid);
  let starts = 0;
  let failure: string | undefined;
  try {
    const shared = {
      run,
      engine,
      found: found as Found,
      host: thisHost(),
      server,
      silenceMs,
      before: [],
      record: async (entry: Entry) => {
        fold.add(entry);
        if (entry.kind === 'launch') starts++;
        if (entry.kind !== 'placed' && entry.kind !== 'worker') return;
        const pids = (await childrenOf(process.pid)).filter((pid) => !before.includes(pid));
        await at[entry.kind]?.(pids);
      },
    };
    const [first, ...others] = run.suites.map((suite) => ({ ...shared, suite }));
    if (!first) throw new Error(`${suites} was requested`);
    const outcomes = await measureSuites([first, ...others]);
    failure = outcomes.find((outcome) => outcome.failure !== undefined)?.failure;
  } finally {
    await server.close();
  }
  expect((await childrenOf(process.pid)).filter((pid) => !before.includes(pid))).toEqual([]);
  return { results: resultsSchema.parse(fold.results()), failure, starts };
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** The function, the first time only. */
function once<Argument, Result>(
  use: (argument: Argument) => Result,
): (argument: Argument) => Result | undefined {
  let isUsed = false;
  return (argument) => {
    if (isUsed) return undefined;
    isUsed = true;
    return use(argument);
  };
}

const statuses = ({ cells }: Results) =>
  Object.fromEntries(cells.map(({ transport, sizeBytes, status }) => [`${transport} ${sizeBytes}`, status]));

const CANNOT_KILL = 'only Linux lists the engine’s processes, which are to be killed';

for (const engine of ENGINE_NAMES) {
  test.describe(engine, () => {
    test('killed in the middle of a launch: its suite is measured again, the others after it, and nothing is lost', async () => {
      test.skip(!READS_PROCESSES, CANNOT_KILL);
      skipUnlessAll(engine !== 'node');
      const { results, failure } = await measure({
        engine,
        fault: null,
        suites: 'round-trip,linear-memory',
        at: { worker: once(kill) },
      });
      expect(failure).toBeUndefined();
      expect(new Set(Object.values(statuses(results)))).toEqual(new Set(['measured']));
      expect(new Set(results.cells.map(({ suite }) => suite))).toEqual(
        new Set(['round-trip', 'linear-memory']),
      );
      expect(results.launches.map(({ retried }) => retried !== null)).toEqual([true, false, false, false]);
      for (const cell of results.cells) {
        const own = results.run.suites.find(({ name }) => name === cell.suite)?.workers ?? 0;
        const workers = Array.from({ length: own }, () => ({}));
        // What the killed launch measured is replaced, so nothing counts twice.
        expect(cell).toMatchObject({
          launches: [
            { launch: 0, workers },
            { launch: 1, workers },
          ],
        });
      }
    });

    test('killed twice in the same launch: the cell fails with the reason, and the other cells are measured', async () => {
      test.skip(!READS_PROCESSES, CANNOT_KILL);
      skipUnlessAll();
      let kills = 0;
      const { results, failure } = await measure({
        engine,
        fault: null,
        at: {
          placed: (pids) => {
            // In the middle of the first worker's cells.
            if (kills++ < 2) setTimeout(() => kill(pids), 150);
          },
        },
      });
      expect(failure).toMatch(/the engine (ended|closed)/);
      const failed = results.cells.filter(({ status }) => status === 'failed');
      expect(failed).toHaveLength(1);
      expect(failed[0]).toMatchObject({ reason: expect.stringMatching(/the engine (ended|closed)/) });
      expect(results.cells.filter(({ status }) => status === 'measured').length).toBeGreaterThan(5);
    });

    test('out of memory: the cell fails with that reason, and the other cells are measured', async () => {
      skipUnlessAll(engine !== 'node');
      const limit = await MemoryLimit.create(700 * MIB);
      test.skip(!limit, NO_LIMITS);
      if (!limit) return;
      try {
        const { results, failure } = await measure({
          engine,
          fault: 'hoarding',
          launches: 1,
          size: '1KiB',
          // The limit is in place before any cell is opened.
          at: { placed: async (pids) => limit.holds(await processTree(pids)) },
        });
        expect(failure).toMatch(/^out of memory: the system killed a process, and the engine /);
        for (const cell of results.cells) {
          const isHoarder = cell.transport === 'hoarding';
          expect(cell.status, cell.transport).toBe(isHoarder ? 'failed' : 'measured');
          if (cell.status === 'failed') expect(cell.reason).toBe(failure);
        }
        expect(results.cells.filter(({ transport }) => transport === 'hoarding')).toHaveLength(1);
      } finally {
        await limit.remove();
      }
    });

    for (const fault of ['hanging', 'looping', 'closing']) {
      test(`${fault}: the cell fails with the engine’s error or at the time limit, and the run continues`, async () => {
        skipUnlessAll();
        const { results, failure } = await measure({
          engine,
          fault,
          launches: 1,
          size: '1KiB',
          silenceMs: SHORT_SILENCE_MS,
        });
        const limit = `timed out after ${SHORT_SILENCE_MS / 1000} s without a message from the engine`;
        // Node reports a worker that closes itself as an error, so the reason differs.
        if (fault !== 'closing' || engine !== 'node') expect(failure).toBe(limit);
        for (const cell of results.cells) {
          expect(cell.status, cell.transport).toBe(cell.transport === fault ? 'failed' : 'measured');
          if (cell.status === 'failed')
            expect(cell.reason).toMatch(new RegExp(`timed out after ${SHORT_SILENCE_MS / 1000} s|worker`));
        }
        expect(results.cells.filter(({ transport }) => transport === fault)).toHaveLength(1);
      });
    }
  });
}

test('a transport that hangs at every size takes the time limit of one cell only, if the time budget of the suite is spent', async () => {
  const size = '1KiB,4KiB,16KiB,64KiB,256KiB';
  const { results, starts } = await measure({
    engine: 'node',
    fault: 'hanging',
    size,
    budgetMs: 1_000,
    silenceMs: SHORT_SILENCE_MS,
  });
  const hanging = results.cells.filter(({ transport }) => transport === 'hanging');
  expect(hanging.map(({ status }) => status).sort()).toEqual(['failed', ...new Array(4).fill('skipped')]);
  for (const cell of hanging) {
    if (cell.status === 'skipped')
      expect(cell.reason).toMatch(/^hanging failed at .*, and the time budget of the suite was spent$/);
  }
  const others = results.cells.filter(({ transport }) => transport !== 'hanging');
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['measured']));
  // The launch that failed, the one that named its cells and failed, and the one without the transport.
  expect(starts).toBe(3);
});

test('chromium, only its renderer is killed: the launch is restarted, and nothing is lost', async () => {
  skipUnlessAll();
  test.skip(process.platform !== 'linux', 'the renderer’s process can be found only on Linux');
  const { results, failure } = await measure({
    engine: 'chromium',
    fault: null,
    launches: 1,
    at: { worker: once(async (pids) => kill(await renderersOf(pids))) },
  });
  expect(failure).toBeUndefined();
  expect(new Set(Object.values(statuses(results)))).toEqual(new Set(['measured']));
  expect(results.launches).toMatchObject([{ retried: 'the engine crashed in its page' }]);
});

async function renderersOf(pids: readonly number[]): Promise<number[]> {
  const tree = await processTree(pids);
  const commands = await Promise.all(
    tree.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  const renderers = tree.filter((_, at) => commands[at]?.includes('--type=renderer'));
  expect(renderers).not.toEqual([]);
  return renderers;
}

test('a page that is not isolated measures nothing, and the error names the headers', async () => {
  const found = await ENGINES.chromium.find();
  test.skip(found.status === 'missing', 'chromium is not installed');
  if (found.status === 'missing') return;
  const server = await Server.start({ clientDir: folder, host: '127.0.0.1' });
  const kinds: string[] = [];
  const session = server.open(
    [{ kind: 'go', path: BARE_CLIENT_PATH, isolation: 'on' }, { kind: 'bump' }],
    async ({ kind }) => {
      kinds.push(kind);
    },
  );
  try {
    await expect(runSession(session, found.open(session.client), SILENCE_MS)).rejects.toThrow(
      'this page is not cross-origin isolated: the response lacks Cross-Origin-Opener-Policy: same-origin or Cross-Origin-Embedder-Policy: require-corp',
    );
    expect(kinds).toEqual(['refused']);
  } finally {
    await server.close();
  }
});

test('a program whose WebAssembly file is missing fails, and the reason names the file', async () => {
  const found = await ENGINES.chromium.find();
  test.skip(found.status === 'missing', 'chromium is not installed');
  if (found.status === 'missing') return;
  const file = join(folder, 'vendor/oxipng/squoosh_oxipng_bg.wasm');
  await rename(file, `${file}.away`);
  const server = await Server.start({ clientDir: folder, host: '127.0.0.1' });
  const messages: PageMessage[] = [];
  const plan = shortPlan(
    'programs',
    ['oxipng', 'kernel-pool'].map((transport) => ({ transport, parameter: 2, sizeBytes: 0 })),
  );
  const session = server.open([plan], async (message) => {
    messages.push(message);
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    await server.close();
    await rename(`${file}.away`, file);
  }
  expect(messages.filter(({ kind }) => kind === 'worker')).toMatchObject([
    {
      cells: [
        { transport: 'kernel-pool', outcome: { status: 'measured' } },
        {
          transport: 'oxipng',
          outcome: {
            status: 'failed',
            reason: '/vendor/oxipng/squoosh_oxipng_bg.wasm: the server answered 404',
          },
        },
      ],
    },
  ]);
});
