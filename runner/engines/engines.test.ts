import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { WorkerOutcome } from '../../results/schema/cell.ts';
import type { PageMessage, WorkerReport } from '../../results/schema/page-message.ts';
import type { SuiteInfo } from '../../results/schema/run.ts';
import { PAGE_CLAIMS } from '../../suites/claims/page-claims.ts';
import { CORRUPTED_OFFSET } from '../../suites/faults/corrupting.ts';
import { SPOILED_PIXEL } from '../../suites/faults/spoiled-pixel.ts';
import { SPOILED_OFFSET } from '../../suites/faults/spoiled-view.ts';
import { SPOILED_RECORD } from '../../suites/faults/spoiling.ts';
import { FRAME_BYTES } from '../../suites/payloads/frame-canvas.ts';
import type { PagePlan, SideKey } from '../../suites/plan/plan.ts';
import { groupsAt, sidesAt } from '../../suites/plan/schedule.ts';
import { moduleFiles } from '../../vite.config.ts';
import { CACHE_DIR, ROOT, TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { CLAIM_PAGES } from '../measure/ask-claims.ts';
import { runSession } from '../measure/run-session.ts';
import { buildClient } from '../serve/build-client.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { Server } from '../serve/server.ts';
import { canMount, NO_MOUNTS } from '../testing/limits.ts';
import { shortPlan, sidesOf } from '../testing/measure-plan.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { processTree, READS_PROCESSES } from '../watch/process-tree.ts';
import { type Found, remedyOf } from './engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from './engines.ts';
import { findExecutable } from './start/executables.ts';
import { snapFolder } from './start/snap.ts';

const SIZE_BYTES = 1024;

/** In Node 20, oxipng waits for its threads without end. */
const PROGRAMS_NOT_STARTED: Readonly<Record<StartedEngineName, readonly string[]>> = {
  chromium: [],
  firefox: [],
  webkit: [],
  node: process.versions.node.startsWith('20.') ? ['oxipng'] : [],
  bun: [],
  deno: [],
};

/** Runtimes have no canvas, and say so in their own words. */
const PICTURES = {
  pixels: { transports: ['image-bitmap', 'video-frame', 'offscreen-canvas'], reason: /OffscreenCanvas/ },
};
/** By suite: the transports that an engine cannot measure, and its reason. */
const UNSUPPORTED: Readonly<
  Record<
    StartedEngineName,
    Readonly<Record<string, { readonly transports: readonly string[]; readonly reason: RegExp }>>
  >
> = {
  chromium: {},
  firefox: {},
  webkit: {},
  node: PICTURES,
  bun: PICTURES,
  deno: PICTURES,
};

/** A flag that each engine takes. */
const FLAGS: Readonly<Record<StartedEngineName, string>> = {
  chromium: '--js-flags=--no-opt,--expose-gc',
  firefox: '--new-instance',
  webkit: '--ignore-tls-errors',
  node: '--no-opt',
  bun: '--smol',
  deno: '--v8-flags=--no-opt,--expose-gc',
};
const VARIABLE = { CLONE_TRANSFER_SHARE_TEST: 'a=b,c' };

/** Runs pages in one launch of an engine, and returns their messages. @param whileOpen Called with each message. */
async function run(
  found: Found,
  pages: PagePlan[],
  clientDir = TEST_CLIENT_DIR,
  whileOpen = async () => {},
): Promise<PageMessage[]> {
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const messages: PageMessage[] = [];
  const session = server.open(pages, async (message) => {
    messages.push(message);
    await whileOpen();
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    await server.close();
  }
  return messages;
}

function reportsOf(messages: readonly PageMessage[]): WorkerReport[] {
  return messages.filter((message) => message.kind === 'worker');
}

function outcomes(messages: readonly PageMessage[]): Record<string, WorkerOutcome> {
  return Object.fromEntries(
    reportsOf(messages).flatMap(({ cells }) => cells.map(({ transport, outcome }) => [transport, outcome])),
  );
}

for (const name of STARTED_ENGINE_NAMES) {
  test.describe(name, () => {
    let found: Found;
    test.beforeEach(async () => {
      const result = await ENGINES[name].find();
      test.skip(result.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (result.status === 'found') found = result;
    });

    test('the guide’s example: the worker sees 41, and the main thread sees 42 after the worker’s bump', async () => {
      expect(await run(found, [{ kind: 'bump' }])).toEqual([
        { kind: 'bump', workerSaw: 41, mainSaw: 42, mainShared: true, workerShared: true },
      ]);
    });

    test('flags and variables that a user adds reach the engine, and are recorded', async () => {
      test.skip(!READS_PROCESSES, 'only Linux shows how a process was started');
      const added = { flags: [FLAGS[name]], environment: VARIABLE };
      const own = await ENGINES[name].find(added);
      if (own.status === 'missing') throw new Error(own.reason);
      const { flags, environment } = found.record;
      expect(own.record).toMatchObject({
        flags: [...flags, FLAGS[name]],
        environment: { ...environment, ...VARIABLE },
      });
      const read = (pid: number, file: string) =>
        readFile(`/proc/${pid}/${file}`, 'utf8').then(
          (text) => text.split('\0'),
          (): string[] => [],
        );
      const started: boolean[] = [];
      await run(own, [{ kind: 'bump' }], TEST_CLIENT_DIR, async () => {
        for (const pid of await processTree([process.pid])) {
          const [command, variables] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
          const isOwn = Object.entries(VARIABLE).every((pair) => variables.includes(pair.join('=')));
          if (command.includes(FLAGS[name])) started.push(isOwn);
        }
      });
      expect(started).toContain(true);
    });

    test('every transport and control has one turn in each cycle, in a fresh order, and each worker is told to the runner', async () => {
      const [roundTrip] = await discoverSuites();
      const names = roundTrip?.transports.map((transport) => transport.name) ?? [];
      const sides = [SIZE_BYTES, 4 * SIZE_BYTES].flatMap((sizeBytes) => sidesOf(sizeBytes, ...names));
      const messages = await run(found, [shortPlan('round-trip', sides, { workers: 2, rounds: 2 })]);

      expect(messages.map(({ kind }) => kind)).toEqual(['page', 'threads', 'worker', 'threads', 'worker']);
      expect(messages[0]).toMatchObject({
        page: { isolation: { sharedArrayBuffer: true, sharedMemory: 'posted' } },
      });
      const orders = new Set<string>();
      for (const { rounds, cells } of reportsOf(messages)) {
        expect(rounds).toHaveLength(4);
        for (const { order } of rounds) {
          for (const cycle of order) {
            orders.add(cycle.join());
            expect(cycle.toSorted((a, b) => a - b)).toEqual(names.map((_, at) => at));
          }
        }
        expect(cells).toHaveLength(sides.length);
        for (const { outcome, transport } of cells) {
          expect(outcome, transport).toMatchObject({ status: 'measured', blocks: [{}, {}] });
          if (outcome.status !== 'measured') continue;
          for (const { round, samples } of outcome.blocks) expect(samples).toBe(rounds[round]?.order.length);
          for (const sampleMs of outcome.samplesMs) expect(sampleMs).toBeGreaterThan(0);
          if (transport.startsWith('copy-')) expect(outcome.mainThread).toBeNull();
          else expect(outcome.mainThread?.roundTrips, transport).toBeGreaterThan(0);
        }
      }
      expect(orders.size).toBeGreaterThan(1);
    });

    test('every suite measures each of its transports and controls, with each value of its parameter, or says what the engine lacks', async () => {
      // Programs take seconds to start, so they have their own test.
      const suites = (await discoverSuites()).filter((suite) => suite.name !== 'programs');
      const smallest = (suite: SuiteInfo) => suite.sizesBytes[0] ?? 0;
      const pages = suites.map((suite) =>
        shortPlan(suite.name, [], { groups: groupsAt(suite, smallest(suite)) }),
      );
      const reports = reportsOf(await run(found, pages));
      expect(reports).toHaveLength(suites.length);
      for (const [at, suite] of suites.entries()) {
        const cells = reports[at]?.cells ?? [];
        const lacking = UNSUPPORTED[name][suite.name];
        const statusOf = ({ transport }: SideKey) =>
          lacking?.transports.includes(transport) ? 'unsupported' : 'measured';
        const inOrder = (sides: readonly SideKey[]) => sides.map((side) => JSON.stringify(side)).sort();
        expect(
          inOrder(cells.map(({ outcome, ...side }) => ({ ...side, status: outcome.status }))),
          `${suite.name}: ${JSON.stringify(cells)}`,
        ).toEqual(
          inOrder(sidesAt(suite, smallest(suite)).map((side) => ({ ...side, status: statusOf(side) }))),
        );
        for (const { outcome } of cells) {
          if (outcome.status === 'unsupported') expect(outcome.reason).toMatch(lacking?.reason ?? '');
        }
      }
    });

    test('programs have the same output with one thread and with several, or are unsupported', async () => {
      skipUnlessAll(name !== 'chromium');
      const sides = ['oxipng', 'jxl', 'kernel-pool'].flatMap((transport) =>
        [1, 2].map((parameter) => ({ transport, parameter, sizeBytes: 0 })),
      );
      const messages = await run(found, [shortPlan('programs', sides)]);
      const unsupported = Object.entries(outcomes(messages)).flatMap(([transport, { status }]) =>
        status === 'measured' ? [] : [`${transport}: ${status}`],
      );
      expect(unsupported, JSON.stringify(messages)).toEqual(
        PROGRAMS_NOT_STARTED[name].map((program) => `${program}: unsupported`),
      );
    });

    test('every claim that a page checks has a finding, and the claim about isolation depends on the headers', async () => {
      const messages = await run(found, [...CLAIM_PAGES]);
      const findings = new Map(messages.flatMap((one) => (one.kind === 'claim' ? [[one.id, one]] : [])));
      const ids = PAGE_CLAIMS.map(({ id }) => id);
      expect([...findings.keys()].sort()).toEqual(ids.sort());
      for (const { id, verdict, evidence } of findings.values()) {
        expect(evidence, id).not.toContain('the check ended with');
        expect(evidence, id).not.toBe('');
        if (id !== 'module-is-not-compiled-again')
          expect(verdict, `${id}: ${evidence}`).not.toBe('undecided');
      }
      for (const id of ['copies-do-not-cross', 'shared-flag-must-match', 'two-modules-one-memory']) {
        expect(findings.get(id), id).toMatchObject({ verdict: 'holds' });
      }
      const hasPage = ENGINES[name].install !== 'npm' && ENGINES[name].install !== 'runner';
      const isolated = await run(found, [{ kind: 'claims', on: 'bare-page', fixtures: '/fixtures/' }]);
      if (!found.untestable) {
        expect(findings.get('needs-isolation')).toMatchObject({
          verdict: hasPage ? 'holds' : 'cannot be tested here',
        });
      }
      // The same check on a page with the isolation headers.
      expect(isolated).toMatchObject([{ verdict: hasPage ? 'does not hold' : 'cannot be tested here' }]);
    });

    test('a corrupted byte or pixel, a spoiled record, a buffer that is not detached, a worker that throws or traps and a missing export fail their cells, and the page continues', async () => {
      const clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
      try {
        await buildClient(clientDir, moduleFiles(join(ROOT, 'suites/faults')));
        const names = [
          'corrupting',
          'spoiled-view',
          'undetached',
          'throwing',
          'trapping',
          'lacking',
          'clone',
        ];
        const spoiling = { transport: 'spoiling', parameter: 2 * SPOILED_RECORD, sizeBytes: SIZE_BYTES };
        const plan = shortPlan('round-trip', [
          ...sidesOf(SIZE_BYTES, ...names),
          ...sidesOf(FRAME_BYTES, 'spoiled-pixel'),
          spoiling,
        ]);
        const messages = await run(found, [plan], clientDir);
        expect(outcomes(messages)).toMatchObject({
          corrupting: {
            status: 'failed',
            reason: expect.stringContaining(
              `the byte at offset ${CORRUPTED_OFFSET} of the working set is corrupted`,
            ),
          },
          spoiling: {
            status: 'failed',
            reason: expect.stringContaining(`record ${SPOILED_RECORD} has the name spoiled, expected name-`),
          },
          'spoiled-view': {
            status: 'failed',
            reason: expect.stringContaining(
              `the byte at offset ${SPOILED_OFFSET} of the working set is corrupted`,
            ),
          },
          'spoiled-pixel': UNSUPPORTED[name]['pixels']
            ? { status: 'unsupported', reason: expect.stringMatching(UNSUPPORTED[name]['pixels'].reason) }
            : {
                status: 'failed',
                reason: expect.stringContaining(
                  `the pixel at ${SPOILED_PIXEL.x}, ${SPOILED_PIXEL.y} of the frame is #000000`,
                ),
              },
          undetached: {
            status: 'failed',
            reason: `the buffer was not detached by the transfer: ${SIZE_BYTES} bytes are still here`,
          },
          throwing: { status: 'failed', reason: 'in the worker: thrown on purpose' },
          trapping: {
            status: 'failed',
            reason: expect.stringMatching(/^in the worker: RuntimeError: .*out of bounds/i),
          },
          lacking: { status: 'failed', reason: "the kernel exports no function 'sum'" },
          clone: { status: 'measured' },
        });
      } finally {
        await rm(clientDir, { recursive: true });
      }
    });
  });
}

test('a Firefox that has a /tmp of its own, as a snap has, opens the client', async () => {
  test.skip(!(await canMount()), NO_MOUNTS);
  const real = await findExecutable(['firefox-esr', 'firefox']);
  test.skip(!real || (await snapFolder(real)) !== undefined, 'there is no Firefox outside a snap');
  await mkdir(CACHE_DIR, { recursive: true });
  // Not in /tmp, where nobody's home is.
  const folder = await mkdtemp(join(CACHE_DIR, 'snap-'));
  const home = process.env['HOME'];
  try {
    process.env['HOME'] = folder;
    const executable = join(folder, 'firefox');
    const script = `#!/bin/sh
      exec unshare --mount sh -c 'mount -t tmpfs tmpfs /tmp && exec ${real} "$@"' /snap/bin/firefox "$@"`;
    await writeFile(executable, script, { mode: 0o755 });
    const found = await ENGINES.firefox.at?.(executable);
    expect(found?.status).toBe('found');
    if (found?.status === 'found') {
      expect(await run(found, [{ kind: 'bump' }])).toMatchObject([{ kind: 'bump', mainSaw: 42 }]);
    }
  } finally {
    if (home === undefined) delete process.env['HOME'];
    else process.env['HOME'] = home;
    await rm(folder, { recursive: true });
  }
});
