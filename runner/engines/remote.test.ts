import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { expect, test } from 'playwright/test';
import { readResults } from '../../results/file/read.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { startBench } from '../testing/bench-process.ts';
import { skipUnlessAll } from '../testing/slow.ts';
import { NO_SETTINGS } from './engine.ts';
import { ENGINES } from './engines.ts';
import { findRemote } from './start/remote-browser.ts';

test.setTimeout(120_000);

test('a browser that Playwright serves is measured on an isolated page, and its machine is recorded as unknown', async () => {
  skipUnlessAll();
  const found = await ENGINES.chromium.find();
  test.skip(found.status === 'missing', 'Chromium is not installed');
  if (found.status === 'missing' || !found.record.executable) return;
  const server = await chromium.launchServer({
    executablePath: found.record.executable,
    args: [...found.record.flags],
  });
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  try {
    const bench = startBench(
      folder,
      [
        '--no-install',
        '--engine',
        'chromium',
        '--suite',
        'round-trip',
        '--size',
        '1KiB',
        '--launches',
        '2',
        '--quick',
      ],
      { CLONE_TRANSFER_SHARE_CONNECT_CHROMIUM: server.wsEndpoint() },
    );
    expect(await bench.exitCode, bench.output()).toBe(0);
    const results = await readResults(join(folder, 'latest.json'));
    expect(results.engines).toMatchObject([
      { source: 'remote', executable: null, gcAccount: { status: 'unsupported' } },
    ]);
    expect(results.launches.map(({ host }) => host)).toEqual([null, null]);
    const { cells, conditions } = summarize(results);
    expect(conditions[0]?.isolation).toMatchObject({ crossOriginIsolated: true, sharedMemory: 'posted' });
    for (const cell of cells) {
      expect(cell, cell.transport).toMatchObject({
        status: 'measured',
        hosts: ['unknown-to-chromium'],
        memory: { status: 'unsupported', reason: expect.stringContaining('another machine') },
      });
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
});

test('a browser that goes away after it was found is an error that names the variable, but not the address', async () => {
  skipUnlessAll();
  const local = await ENGINES.chromium.find();
  test.skip(local.status === 'missing', 'no Chromium to serve');
  if (local.status === 'missing') return;
  const { executable, flags } = local.record;
  const server = await chromium.launchServer({ executablePath: executable ?? '', args: flags });
  const variable = 'CLONE_TRANSFER_SHARE_CONNECT_CHROMIUM';
  process.env[variable] = server.wsEndpoint();
  try {
    const found = await findRemote('chromium', NO_SETTINGS);
    await server.close();
    if (found?.status !== 'found') throw new Error('the served browser was not found');
    const error = await found.open({ url: 'about:blank', file: '' }).catch((thrown: Error) => thrown);
    expect(String(error)).toContain(`${variable}: `);
    expect(String(error)).not.toContain(new URL(server.wsEndpoint()).pathname);
  } finally {
    delete process.env[variable];
    await server.close();
  }
});

test('if nothing answers, the error names the variable, but not the address', async () => {
  process.env['CLONE_TRANSFER_SHARE_CONNECT_FIREFOX'] = 'ws://127.0.0.1:9/none';
  try {
    const found = await findRemote('firefox', NO_SETTINGS);
    expect(found).toMatchObject({
      status: 'missing',
      reason: expect.stringMatching(/^CLONE_TRANSFER_SHARE_CONNECT_FIREFOX: /),
    });
    // The address is the only secret that protects the browser.
    expect(JSON.stringify(found)).not.toContain('/none');
    expect(await findRemote('firefox', { flags: ['--headless'], environment: {} })).toMatchObject({
      status: 'missing',
      reason: expect.stringContaining('it cannot be given flags'),
    });
  } finally {
    delete process.env['CLONE_TRANSFER_SHARE_CONNECT_FIREFOX'];
  }
});
