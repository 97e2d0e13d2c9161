import { spawnSync } from 'node:child_process';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';

const MIB = 1024 ** 2;

test('warming memory uses hundreds of MiB, and holds a small part of it', () => {
  test.skip(process.platform !== 'linux', 'memory is warmed on Linux only');
  // In a process of its own, as the peak of a process is that of its whole life.
  const script = `
    const { warmMemory } = await import('./runner/machine/new-memory.ts');
    const before = process.memoryUsage.rss();
    await warmMemory(0);
    const used = process.resourceUsage().maxRSS * 1024 - before;
    console.log(JSON.stringify({ used, held: process.memoryUsage.rss() - before }));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { used, held } = JSON.parse(stdout) as { used: number; held: number };
  expect(used).toBeGreaterThan(200 * MIB);
  expect(held).toBeGreaterThan(used / 32);
  expect(held).toBeLessThan(used / 4);
});
