import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { EngineName } from '../../results/schema/keys.ts';
import { PAGE_CLAIMS } from '../../suites/claims/page-claims.ts';
import { MIN_CLOCK_STEPS } from '../../suites/client/turn.ts';
import { CORRUPTED_OFFSET } from '../../suites/faults/corrupting.ts';
import { SPOILED_PIXEL } from '../../suites/faults/spoiled-pixel.ts';
import { SPOILED_OFFSET } from '../../suites/faults/spoiled-view.ts';
import { SPOILED_RECORD } from '../../suites/faults/spoiling.ts';
import { FRAME_BYTES } from '../../suites/payloads/frame-canvas.ts';
import type { PagePlan } from '../../suites/plan/plan.ts';
import { moduleFiles } from '../../vite.config.ts';
import { CACHE_DIR, ROOT, TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { CLAIM_PAGES } from '../measure/ask-claims.ts';
import { buildClient } from '../serve/build-client.ts';
import { canMount, NO_MOUNTS } from '../testing/limits.ts';
import { shortPlan, sidesOf } from '../testing/measure-plan.ts';
import { outcomesOf, runPages } from '../testing/run-pages.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { UNSUPPORTED } from '../testing/unsupported.ts';
import { processTree, READS_PROCESSES } from '../watch/process-tree.ts';
import { type Found, remedyOf } from './engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from './engines.ts';
import { findExecutable } from './start/executables.ts';
import { snapFolder } from './start/snap.ts';

const SIZE_BYTES = 1024;

/** In Node 20, oxipng waits for its threads without end. */
const PROGRAMS_NOT_STARTED: Partial<Record<EngineName, readonly string[]>> = {
  node: process.versions.node.startsWith('20.') ? ['oxipng'] : [],
};

/** As in Node, V8 runs the client without a page. */
const LIKE_NODE: EngineName = 'deno';

/** A flag that the engine takes. */
const FLAGS: Partial<Record<EngineName, string>> = {
  chromium: '--js-flags=--no-opt,--expose-gc',
  firefox: '--new-instance',
  webkit: '--ignore-tls-errors',
  node: '--no-opt',
  bun: '--smol',
  deno: '--v8-flags=--no-opt,--expose-gc',
};
const VARIABLE = { CLONE_TRANSFER_SHARE_TEST: 'a=b,c' };

/** The client with the transports that have a fault. */
let faultsClientDir: string;
test.beforeAll(async () => {
  faultsClientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  await buildClient(faultsClientDir, moduleFiles(join(ROOT, 'suites/faults')));
});
test.afterAll(() => rm(faultsClientDir, { recursive: true }));

for (const name of STARTED_ENGINE_NAMES) {
  test.describe(name, () => {
    let found: Found;
    test.beforeEach(async () => {
      const result = await ENGINES[name].find();
      test.skip(result.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (result.status === 'found') found = result;
    });

    test('flags and variables that a user adds reach the engine, and are recorded', async () => {
      // The runtimes are started alike, and so are the browsers that are plain commands.
      skipUnlessAll(name === 'bun' || name === 'deno' || name === 'webkit');
      test.skip(!READS_PROCESSES, 'only Linux shows how a process was started');
      const flag = FLAGS[name];
      if (flag === undefined) return test.skip(true, `FLAGS in this file has no flag of ${name}`);
      const added = { flags: [flag], environment: VARIABLE };
      const own = await ENGINES[name].find(added);
      if (own.status === 'missing') throw new Error(own.reason);
      const { flags, environment } = found.record;
      expect(own.record).toMatchObject({
        flags: [...flags, flag],
        environment: { ...environment, ...VARIABLE },
      });
      const read = (pid: number, file: string) =>
        readFile(`/proc/${pid}/${file}`, 'utf8').then(
          (text) => text.split('\0'),
          (): string[] => [],
        );
      const started: boolean[] = [];
      await runPages(own, [{ kind: 'bump' }], TEST_CLIENT_DIR, async () => {
        for (const pid of await processTree([process.pid])) {
          const [command, variables] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
          const isOwn = Object.entries(VARIABLE).every((pair) => variables.includes(pair.join('=')));
          if (command.includes(flag)) started.push(isOwn);
        }
      });
      expect(started).toContain(true);
    });

    test('programs have the same output with one thread and with several, or are unsupported', async () => {
      skipUnlessAll(name !== 'chromium');
      const sides = ['oxipng', 'jxl', 'kernel-pool'].flatMap((transport) =>
        [1, 2].map((parameter) => ({ transport, parameter, sizeBytes: 0 })),
      );
      const messages = await runPages(found, [shortPlan('programs', sides)]);
      const unsupported = Object.entries(outcomesOf(messages)).flatMap(([transport, { status }]) =>
        status === 'measured' ? [] : [`${transport}: ${status}`],
      );
      expect(unsupported, JSON.stringify(messages)).toEqual(
        (PROGRAMS_NOT_STARTED[name] ?? []).map((program) => `${program}: unsupported`),
      );
    });

    test('every claim that a page checks has a finding, and without the isolation headers a page measures what shares nothing', async () => {
      const bare = shortPlan('round-trip', sidesOf(SIZE_BYTES, 'clone', 'share'));
      // The last page makes the check of `needs-isolation` again, on a page with the isolation headers.
      const again: PagePlan[] = [
        { kind: 'go', path: '/client.html', isolation: 'on' },
        { kind: 'claims', on: 'bare-page', fixtures: '/fixtures/' },
      ];
      const messages = await runPages(found, [...CLAIM_PAGES, bare, ...again]);
      const claims = messages.filter((one) => one.kind === 'claim');
      const isolated = claims.pop();
      const findings = new Map(claims.map((one) => [one.id, one]));
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
      if (!found.untestable) {
        expect(findings.get('needs-isolation')).toMatchObject({
          verdict: hasPage ? 'holds' : 'cannot be tested here',
        });
      }
      expect(isolated).toMatchObject({
        id: 'needs-isolation',
        verdict: hasPage ? 'does not hold' : 'cannot be tested here',
      });

      const page = messages.flatMap((one) => (one.kind === 'page' ? [one.page] : []))[0];
      expect(page?.isolation.crossOriginIsolated).toBe(hasPage ? false : null);
      const { clone, share } = outcomesOf(messages);
      const shares = !hasPage || found.untestable !== undefined;
      expect(share).toMatchObject(
        shares
          ? { status: 'measured' }
          : { status: 'unsupported', reason: expect.stringMatching(/shared .* cannot be posted: \w+/) },
      );
      if (clone?.status !== 'measured') throw new Error(JSON.stringify(clone));
      // A sample is as long as the clock of this page needs: one batch, or several.
      const sampleMs = clone.measuredMs / clone.samplesMs.length;
      expect(sampleMs / (page?.mainClockStepMs ?? 0)).toBeGreaterThan(MIN_CLOCK_STEPS - 1);
    });

    test('a corrupted byte, a transparent pixel, a spoiled record, a buffer that is not detached, a worker that throws or traps and a missing export fail their cells, and the page continues', async () => {
      // Firefox takes as long as the others together.
      skipUnlessAll(name === LIKE_NODE || name === 'firefox');
      const names = ['corrupting', 'spoiled-view', 'undetached', 'throwing', 'trapping', 'lacking', 'clone'];
      const spoiling = { transport: 'spoiling', parameter: 2 * SPOILED_RECORD, sizeBytes: SIZE_BYTES };
      const plan = shortPlan('round-trip', [
        ...sidesOf(SIZE_BYTES, ...names),
        ...sidesOf(FRAME_BYTES, 'spoiled-pixel'),
        spoiling,
      ]);
      const messages = await runPages(found, [plan], faultsClientDir);
      const pixels = UNSUPPORTED[name]?.['pixels'];
      expect(outcomesOf(messages)).toMatchObject({
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
        'spoiled-pixel': pixels
          ? { status: 'unsupported', reason: expect.stringMatching(pixels.reason) }
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
    });
  });
}

test('chromium: a memory with 64-bit addresses is shared and processed at 1 GiB', async () => {
  skipUnlessAll();
  const found = await ENGINES.chromium.find();
  if (found.status === 'missing') return test.skip(true, found.reason);
  const messages = await runPages(found, [shortPlan('addresses', sidesOf(2 ** 30, 'share-64'))]);
  expect(outcomesOf(messages)).toMatchObject({ 'share-64': { status: 'measured' } });
});

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
      expect(await runPages(found, [{ kind: 'bump' }])).toMatchObject([{ kind: 'bump', mainSaw: 42 }]);
    }
  } finally {
    if (home === undefined) delete process.env['HOME'];
    else process.env['HOME'] = home;
    await rm(folder, { recursive: true });
  }
});
