import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readResults } from '../../results/file/read.ts';
import { processesNaming, startBench } from '../testing/bench-process.ts';
import { skipUnlessAll } from '../testing/slow.ts';

/** The bench as a user starts it, with the engines that every machine has. */

test.setTimeout(120_000);
/** Two sizes of seven transports and controls, and clone's twin at the first size. */
const ROUND_TRIP_CELLS = 2 * 7 + 1;
/** Two sizes that no suite has of its own. */
const OTHER_SIZES = ['--suite', 'round-trip', '--size', '112B,100KiB'];
/** In both sizes: seven transports and controls. */
const OTHER_CELLS = 2 * 7;
const ONCE = ['--no-install', '--launches', '1', '--quick'];
const SMALL = [...ONCE, '--size', '1KiB,4KiB'];
const ONE_SUITE = ['--suite', 'round-trip'];

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

const start = (args: readonly string[], environment?: NodeJS.ProcessEnv) =>
  startBench(folder, args, environment);

test('measures every transport and control at the requested sizes, and shows a table and two paths', async () => {
  const bench = start([...ONCE, ...OTHER_SIZES, '--engine', 'node', '--seed', '7']);
  expect(await bench.exitCode, bench.output()).toBe(0);
  const results = await readResults(join(folder, 'latest.json'));
  expect(results).toMatchObject({ outcome: 'complete', run: { seed: 7, sampling: { mostLaunches: 1 } } });
  expect(results.cells).toHaveLength(OTHER_CELLS);
  for (const cell of results.cells) {
    expect(cell, cell.transport).toMatchObject({ status: 'measured', launches: [{ launch: 0 }] });
    if (cell.status !== 'measured') continue;
    for (const { samplesMs, workers } of cell.launches) {
      const blocks = workers.flatMap((worker) => worker.blocks);
      expect(blocks.reduce((sum, { samples }) => sum + samples, 0)).toBe(samplesMs.length);
    }
  }
  expect(await readResults(join(folder, 'runs', `${results.run.id}.json`))).toEqual(results);
  expect(bench.output()).toMatch(/node \d+\.\d+\.\d+ runner/);
  expect(bench.output()).toMatch(/│ +112 B │.*\n│ +100 KiB │/);
  expect(bench.output()).toContain('faster than every other transport measured at its size');
  expect(bench.output()).toContain(join(folder, 'latest.json'));
  expect(bench.output()).toContain(join('report', 'dist', 'index.html'));
});

test('a suite with a parameter measures each value of it at requested sizes', async () => {
  skipUnlessAll();
  const args = ['--suite', 'burst', '--size', '112B,100KiB', '--engine', 'node'];
  const bench = start([...ONCE, ...args]);
  expect(await bench.exitCode, bench.output()).toBe(0);
  const { cells } = await readResults(join(folder, 'latest.json'));
  // Four transports and the ping, with 1, 8 and 64 messages in flight.
  expect(cells).toHaveLength(2 * 5 * 3);
  for (const { status, transport } of cells) expect(status, transport).toBe('measured');
});

test.describe('without a browser', () => {
  /** A PATH with only Node, and no Playwright builds: a machine without a browser. */
  async function noBrowsers(): Promise<NodeJS.ProcessEnv> {
    await symlink(process.execPath, join(folder, 'node'));
    return { PATH: folder, PLAYWRIGHT_BROWSERS_PATH: join(folder, 'browsers') };
  }

  test('the runtimes are measured, and each browser is listed with how to install it', async () => {
    skipUnlessAll();
    const bench = start([...ONCE, ...ONE_SUITE, '--size', '1KiB'], await noBrowsers());
    expect(await bench.exitCode, bench.output()).toBe(0);
    const { engines, cells } = await readResults(join(folder, 'latest.json'));
    for (const name of ['chromium', 'firefox', 'webkit']) {
      expect(bench.output()).toMatch(
        new RegExp(`^${name}: not found: .*Run: npx playwright install ${name} \\(or on Debian`, 'm'),
      );
      expect(engines.find(({ engine }) => engine === name)?.status).toBe('missing');
    }
    const found = engines.filter(({ status }) => status === 'found').map(({ engine }) => engine);
    expect(found).toContain('node');
    expect(new Set(cells.map(({ engine }) => engine))).toEqual(new Set(found));
  });

  test('a missing browser is an error if it was requested, and the results of the others are kept', async () => {
    skipUnlessAll();
    const bench = start([...SMALL, ...ONE_SUITE, '--engine', 'node,firefox'], await noBrowsers());
    expect(await bench.exitCode, bench.output()).toBe(1);
    expect(bench.output()).toContain('requested but not measured: firefox: not found: ');
    const { cells } = await readResults(join(folder, 'latest.json'));
    expect(cells.every(({ engine, status }) => engine === 'node' && status === 'measured')).toBe(true);
    expect(cells).toHaveLength(ROUND_TRIP_CELLS);
  });
});

test('a wrong flag is reported in one sentence, with exit code 2', async () => {
  const bench = start(['--engine', 'netscape']);
  expect(await bench.exitCode).toBe(2);
  expect(bench.output()).toBe(
    "--engine: 'netscape' is not one of chromium, firefox, webkit, node, bun, deno\n",
  );
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} half-way keeps the completed cells and leaves no process`, async () => {
    skipUnlessAll(signal === 'SIGTERM');
    test.skip(process.platform !== 'linux', 'looks for processes in /proc');
    const bench = start([
      ...['--no-install', '--quick', '--launches', '20', '--engine', 'node'],
      ...[...ONE_SUITE, '--size', '1KiB,4KiB'],
    ]);
    const file = join(folder, 'latest.json');
    await expect
      .poll(
        () =>
          readResults(file).then(
            ({ cells }) => cells.length,
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBeGreaterThan(3);
    const { run } = await readResults(file);
    // To the whole foreground group, as a terminal does.
    process.kill(-(bench.child.pid ?? 0), signal);
    expect(await bench.exitCode, bench.output()).toBe(code);
    const results = await readResults(file);
    expect(results.outcome).toBe('interrupted');
    expect(results.cells.length).toBeGreaterThan(3);
    expect(results.cells.every(({ status }) => status === 'measured')).toBe(true);
    expect(await processesNaming(run.id)).toEqual([]);
  });
}
