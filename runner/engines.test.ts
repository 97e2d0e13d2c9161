import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { BlockOutcome, PageMessage } from '../results/schema.ts';
import { CORRUPTED_OFFSET } from '../suites/faults/corrupting.ts';
import type { PagePlan } from '../suites/plan.ts';
import { buildClient } from './build-client.ts';
import { type Found, remedyOf } from './engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES } from './engines.ts';
import { CLIENT_DIR } from './paths.ts';
import { Server } from './server.ts';
import { discoverTransports } from './transports.ts';
import { untilDone } from './until-done.ts';

const TIMING = { warmupMs: 1, measuredMs: 5, minSamples: 2 };
const SIZE_BYTES = 1024;

/** Runs pages in one launch of an engine, and returns what they said. */
async function run(found: Found, pages: PagePlan[], clientDir = CLIENT_DIR): Promise<PageMessage[]> {
  const server = await Server.start({ clientDir, host: '127.0.0.1' });
  const messages: PageMessage[] = [];
  const session = server.open(pages, async (message) => {
    messages.push(message);
  });
  const opened = await found.open(session.client);
  try {
    await untilDone(session, opened.gone);
  } finally {
    await opened.close();
    await server.close();
  }
  return messages;
}

function outcomes(messages: PageMessage[]): Record<string, BlockOutcome> {
  return Object.fromEntries(
    messages.flatMap((message) => (message.kind === 'block' ? [[message.transport, message.outcome]] : [])),
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

    test('the guide’s example: the worker sees 41, after its bump the main thread sees 42', async () => {
      expect(await run(found, [{ kind: 'bump' }])).toEqual([
        { kind: 'bump', workerSaw: 41, mainSaw: 42, mainShared: true, workerShared: true },
      ]);
    });

    test('every transport and control is measured, on a fresh page a size, and says what came before', async () => {
      const names = (await discoverTransports()).map((transport) => transport.name);
      const plan = (sizeBytes: number) =>
        ({
          kind: 'measure',
          suite: 'round-trip',
          sizeBytes,
          timing: TIMING,
          settleMs: 0,
          blocks: [...names, ...names],
        }) as const;
      const messages = await run(found, [plan(SIZE_BYTES), plan(4 * SIZE_BYTES)]);

      const pages = messages.filter(({ kind }) => kind === 'page');
      expect(pages).toHaveLength(2);
      for (const message of pages) {
        expect(message).toMatchObject({
          page: { isolation: { sharedArrayBuffer: true, sharedMemory: 'posted' } },
        });
      }
      const blocks = messages.filter((message) => message.kind === 'block');
      expect(blocks.map(({ transport }) => transport)).toEqual([...names, ...names, ...names, ...names]);
      for (const [at, { outcome, transport }] of blocks.entries()) {
        const previous = at % (2 * names.length) === 0 ? null : blocks[at - 1]?.transport;
        expect(outcome, transport).toMatchObject({ status: 'measured', after: previous });
        if (outcome.status !== 'measured') continue;
        expect(outcome.samplesMs.length).toBeGreaterThanOrEqual(TIMING.minSamples);
        for (const sampleMs of outcome.samplesMs) expect(sampleMs).toBeGreaterThan(0);
        if (transport.startsWith('copy-')) expect(outcome.mainThread).toBeNull();
        else expect(outcome.mainThread?.roundTrips, transport).toBeGreaterThan(0);
      }
    });

    test('a spoilt byte, a transfer that did not detach and a worker that throws are failures, and the page goes on', async () => {
      const clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
      try {
        await buildClient(clientDir, ['suites/faults']);
        const blocks = ['corrupting', 'undetached', 'throwing', 'clone'];
        const messages = await run(
          found,
          [
            {
              kind: 'measure',
              suite: 'round-trip',
              sizeBytes: SIZE_BYTES,
              timing: TIMING,
              settleMs: 0,
              blocks,
            },
          ],
          clientDir,
        );
        expect(outcomes(messages)).toMatchObject({
          corrupting: {
            status: 'failed',
            reason: expect.stringContaining(
              `the byte at offset ${CORRUPTED_OFFSET} of the working set is corrupted`,
            ),
          },
          undetached: {
            status: 'failed',
            reason: `the buffer was not detached by the transfer: ${SIZE_BYTES} bytes are still here`,
          },
          throwing: { status: 'failed', reason: 'in the worker: thrown on purpose' },
          clone: { status: 'measured' },
        });
      } finally {
        await rm(clientDir, { recursive: true });
      }
    });
  });
}
