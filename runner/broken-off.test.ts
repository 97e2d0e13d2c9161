import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readResults } from '../results/read.ts';
import { temporaryFolder } from './leftovers.ts';
import { startBench } from './test-bench.ts';
import { skipUnlessAll } from './test-slow.ts';

/** Runs that are broken off, and that meet. */

test.setTimeout(120_000);
const SMALL = ['--no-install', '--engine', 'node', '--size', '1KiB,4KiB', '--quick', '--launches', '3'];

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

async function processesOf(runId: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const environments = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')),
  );
  return pids.filter((_, at) => environments[at]?.includes(runId));
}

test('after a SIGKILL of the runner the next run says so, ends what was left, and --resume goes on', async () => {
  test.skip(process.platform !== 'linux', 'what is left running can be found on Linux alone');
  const latest = join(folder, 'latest.json');
  // So many that a machine that is quick does not come to the end before it is killed.
  const killed = startBench(folder, [...SMALL, '--launches', '15']);
  // The first suite is over, and of the second there is something.
  await expect
    .poll(
      async () =>
        existsSync(latest) &&
        (await readResults(latest)).launches.some(
          ({ suite, durationMs }) => suite !== 'round-trip' && durationMs,
        ),
      { timeout: 90_000 },
    )
    .toBeTruthy();
  killed.child.kill('SIGKILL');
  // What it has started holds its output open.
  await once(killed.child, 'exit');
  const before = await readResults(latest);
  expect(before.outcome).toBe('unfinished');
  expect(before.passes).toHaveLength(1);
  expect(await processesOf(before.run.id)).not.toEqual([]);

  const resumed = startBench(folder, [...SMALL, '--resume']);
  expect(await resumed.exitCode, resumed.output()).toBe(0);
  expect(resumed.output()).toMatch(
    new RegExp(`The run ${before.run.id} was killed before its end: \\d+ processes`),
  );
  const after = await readResults(latest);
  expect(after).toMatchObject({ outcome: 'complete', run: before.run });
  const roundTrips = (results: typeof after) => results.cells.filter(({ suite }) => suite === 'round-trip');
  expect(roundTrips(after)).toEqual(roundTrips(before));
  expect(new Set(after.cells.map(({ suite }) => suite))).toEqual(new Set(['round-trip', 'linear-memory']));
  expect(new Set(after.cells.map(({ status }) => status))).toEqual(new Set(['measured']));
  expect(await processesOf(before.run.id)).toEqual([]);
  expect(existsSync(temporaryFolder(before.run.id))).toBe(false);

  const again = startBench(folder, [...SMALL, '--resume']);
  expect(await again.exitCode).toBe(2);
  expect(again.output()).toContain('is complete; there is nothing to go on with');
});

test('of two runs at once in one checkout the second says so and stops, or waits', async () => {
  skipUnlessAll();
  const first = startBench(join(folder, 'first'), [...SMALL, '--suite', 'round-trip']);
  await expect.poll(() => first.output(), { timeout: 60_000 }).toContain('\nrun ');
  const second = startBench(join(folder, 'second'), [...SMALL, '--suite', 'round-trip']);
  expect(await second.exitCode, second.output()).toBe(1);
  expect(second.output()).toMatch(/the run \S+ \(process \d+, since \S+\) measures in this checkout/);
  expect(second.output()).not.toContain('    at ');
  expect(existsSync(join(folder, 'second'))).toBe(false);
  const third = startBench(join(folder, 'third'), [...SMALL, '--suite', 'round-trip', '--wait']);
  expect(await first.exitCode, first.output()).toBe(0);
  expect(await third.exitCode, third.output()).toBe(0);
  expect(third.output()).toContain('waiting for its end');
  expect((await readResults(join(folder, 'first/latest.json'))).outcome).toBe('complete');
  expect((await readResults(join(folder, 'third/latest.json'))).outcome).toBe('complete');
});

test('a folder that takes no file is said before anything is measured', async () => {
  const below = join(folder, 'file');
  await writeFile(below, '');
  const bench = startBench(below, SMALL);
  expect(await bench.exitCode, bench.output()).toBe(1);
  expect(bench.output()).toContain(below);
  expect(bench.output()).toContain('cannot be written: EEXIST');
  expect(bench.output()).not.toMatch(/ {4}at |\nrun /);
});
