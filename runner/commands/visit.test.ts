import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { hasRun } from '../../results/file/read.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import { startCommand } from '../testing/bench-process.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

const PAGE: PageMessage = {
  kind: 'page',
  suite: 'round-trip',
  page: {
    sizesBytes: [1024],
    userAgent: 'Mozilla/5.0 Firefox/153.0',
    isolation: { crossOriginIsolated: true, sharedArrayBuffer: true, sharedMemory: 'posted' },
    mainClockStepMs: 0.02,
    workerClockStepMs: 0.02,
  },
};

/** Starts the command, and opens its address as a browser does. */
async function openVisit() {
  const args = ['--no-install', '--suite', 'round-trip', '--size', '1KiB', '--out', folder];
  const { child, output, exitCode } = startCommand('visit', args);
  await expect.poll(output, { timeout: 60_000 }).toMatch(/Open http/);
  const [, address = ''] = /Open (\S+)/.exec(output()) ?? [];
  const { search } = new URL((await fetch(address)).url);
  const push = async (message: PageMessage) => {
    const body = JSON.stringify(message);
    return (await fetch(new URL(`/api/messages${search}`, address), { method: 'POST', body })).status;
  };
  const end = async (signal: NodeJS.Signals) => {
    process.kill(child.pid ?? 0, signal);
    expect(await exitCode, output()).toBe(0);
  };
  return { output, push, end };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends the command, and what a visitor has measured is written`, async () => {
    const { push, end } = await openVisit();
    expect(await push(PAGE)).toBe(204);
    await end(signal);
    const [file = ''] = (await readdir(join(folder, 'runs'))).filter((name) => name.endsWith('.json'));
    expect(JSON.parse(await readFile(join(folder, 'runs', file), 'utf8'))).toMatchObject({
      outcome: 'interrupted',
      engines: [{ engine: 'visit' }],
    });
  });
}

test('a browser that cannot measure leaves no results, which would take the place of the latest ones', async () => {
  const { push, output, end } = await openVisit();
  expect(await push({ kind: 'refused', reason: 'the page is not isolated' })).toBe(204);
  await expect.poll(output).toContain('the page is not isolated');
  await end('SIGINT');
  expect(await hasRun(folder)).toBe(false);
});
