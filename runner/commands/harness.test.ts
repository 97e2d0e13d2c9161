import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';
import { skipUnlessAll } from '../testing/slow.ts';

test('each transport is compared with its hand-written loop, and the ratios are written', async () => {
  skipUnlessAll();
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  try {
    const file = join(folder, 'harness.json');
    const args = ['--no-install', '--engine', 'node', '--size', '1KiB', '--json', file];
    const child = spawn(process.execPath, ['runner/bootstrap.mjs', 'runner/commands/harness.ts', ...args], {
      cwd: ROOT,
      stdio: 'ignore',
    });
    const [exitCode] = await once(child, 'exit');
    // Exit code 1 is fine too: only a quiet machine has ratios near 1.
    expect([0, 1]).toContain(exitCode);
    const rows = JSON.parse(await readFile(file, 'utf8'));
    expect(rows.map((row: { transport: string }) => row.transport)).toEqual(
      expect.arrayContaining(['clone', 'transfer', 'share', 'share-repost']),
    );
    for (const row of rows) {
      expect(row).toMatchObject({ engine: 'node', sizeBytes: 1024 });
      expect(row.low).toBeGreaterThan(0);
      expect(row.low).toBeLessThan(row.high);
      expect(row.ratio).toBeGreaterThan(0);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
