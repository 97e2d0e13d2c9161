import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { calibrationsSchema } from '../../results/comparison/calibration.ts';
import { ROOT } from '../checkout/paths.ts';
import { skipUnlessAll } from '../testing/slow.ts';

test.setTimeout(600_000);

test('a calibration compares an engine with itself, and one that is resumed goes on where it ended', async () => {
  skipUnlessAll();
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  const json = join(folder, 'calibration.json');
  const calibrate = (...args: string[]) => {
    const flags = ['--no-install', '--engine', 'node', '--design', 'one-page', '--comparisons', '1'];
    const command = ['runner/bootstrap.mjs', 'runner/commands/calibrate.ts', ...flags, '--json', json];
    return spawnSync(process.execPath, [...command, ...args], { cwd: ROOT, encoding: 'utf8' });
  };
  try {
    const first = calibrate();
    expect(first.status, first.stderr).toBe(0);
    const log = /^log: (\S+\.jsonl);/m.exec(first.stdout)?.[1] ?? '';
    const second = calibrate('--resume');
    expect(second.status, second.stderr).toBe(0);
    expect(second.stdout).toContain(`log: ${log};`);
    const { calibrations } = calibrationsSchema.parse(JSON.parse(await readFile(json, 'utf8')));
    expect(calibrations).toMatchObject([{ engine: 'node', design: 'one page' }]);
    const [unchanged, slowed] = calibrations[0]?.rates ?? [];
    expect(unchanged).toMatchObject({ planted: null, comparisons: 1 });
    expect(slowed).toMatchObject({ planted: { regime: 'messages', transport: 'share' }, comparisons: 1 });
    await rm(join(ROOT, log));
  } finally {
    await rm(folder, { recursive: true });
  }
});
