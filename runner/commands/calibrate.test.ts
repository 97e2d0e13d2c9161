import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import {
  type CalibrationLine,
  calibrationLineSchema,
  calibrationsSchema,
} from '../../results/comparison/calibration.ts';
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
    const [unchanged, ...slowed] = calibrations[0]?.rates ?? [];
    expect(unchanged).toMatchObject({ planted: null, comparisons: 2 });
    const planted = (regime: string, transport: string) =>
      [1.05, 1.1, 1.2].map((factor) => ({ planted: { regime, transport, factor }, comparisons: 1 }));
    expect(slowed).toMatchObject([...planted('messages', 'share'), ...planted('copying', 'clone')]);
    // The times of a cell that is 20% slower are those of the same comparison, so its ratio is exactly that much higher.
    const lines = (await readFile(join(ROOT, log), 'utf8')).trim().split('\n');
    const trials = lines.map((line) => calibrationLineSchema.parse(JSON.parse(line)));
    const ratioOf = (line: CalibrationLine | undefined) =>
      line?.kind === 'trial' ? line.cells.find(({ sizeBytes }) => sizeBytes === 1024 ** 2)?.ratio : undefined;
    const isSlower = (line: CalibrationLine) =>
      line.kind === 'trial' && line.planted?.transport === 'clone' && line.planted.factor === 1.2;
    const measured = trials.find((line) => line.kind === 'trial' && line.planted === null);
    expect(ratioOf(trials.find(isSlower))).toBeCloseTo(1.2 * (ratioOf(measured) ?? 0), 9);
    await rm(join(ROOT, log));
  } finally {
    await rm(folder, { recursive: true });
  }
});
