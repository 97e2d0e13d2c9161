import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { readResults } from '../../results/file/read.ts';
import { cellId } from '../../results/schema/ids.ts';
import { ROOT } from '../checkout/paths.ts';
import { skipUnlessAll } from '../testing/slow.ts';

test.setTimeout(180_000);
const run = promisify(execFile);
const PLAYWRIGHT = join(ROOT, 'node_modules/playwright/cli.js');
const ENGINES = ['--project=node', '--project=bun', '--project=deno'];

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

async function playwright(args: readonly string[], plan: string, out: string): Promise<string> {
  // A Playwright started by another inherits settings from its environment.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PLAYWRIGHT_|PW|TEST_)/.test(name));
  const { stdout, stderr } = await run(process.execPath, [PLAYWRIGHT, ...args], {
    cwd: ROOT,
    env: {
      ...Object.fromEntries(inherited),
      CLONE_TRANSFER_SHARE_RUN: plan,
      CLONE_TRANSFER_SHARE_OUT: out,
      PLAYWRIGHT_BLOB_OUTPUT_DIR: join(out, 'blobs'),
    },
  });
  return stdout + stderr;
}

async function newPlan(...flags: string[]): Promise<string> {
  const args = [
    'runner/bootstrap.mjs',
    'runner/commands/plan.ts',
    '--quick',
    '--size',
    '1KiB',
    '--launches',
    '1',
  ];
  const { stdout } = await run(process.execPath, [...args, '--suite', 'round-trip', ...flags], { cwd: ROOT });
  return stdout;
}

test('two shards, merged, have the cells and statuses of one run', async () => {
  skipUnlessAll();
  const plan = await newPlan('--seed', '5');
  const [whole, one, two, merged] = ['whole', 'one', 'two', 'merged'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await playwright(['test', ...ENGINES], plan, whole);
  await playwright(['test', ...ENGINES, '--reporter=blob', '--shard=1/2'], plan, one);
  await playwright(['test', ...ENGINES, '--reporter=blob', '--shard=2/2'], plan, two);
  for (const file of await readdir(join(two, 'blobs'))) {
    await rename(join(two, 'blobs', file), join(one, 'blobs', file));
  }
  await playwright(['merge-reports', '--config=playwright.config.ts', join(one, 'blobs')], plan, merged);

  const [expected, found] = [
    await readResults(join(whole, 'latest.json')),
    await readResults(join(merged, 'latest.json')),
  ];
  const say = ({ cells }: typeof found) => cells.map((cell) => `${cellId(cell)} ${cell.status}`);
  expect(say(found)).toEqual(say(expected));
  expect(found.cells.length).toBeGreaterThan(3 * 5);
  expect(found.run).toEqual(expected.run);
  expect(found.engines).toEqual(expected.engines);
  expect(found.outcome).toBe('complete');
});

test('shards of two plans are not merged, and what was measured before stays', async () => {
  skipUnlessAll();
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const plan = await newPlan();
  await playwright(['test', '--project=node', '--reporter=blob'], plan, one);
  await playwright(['test', '--project=bun', '--reporter=blob'], await newPlan(), two);
  const [file = ''] = await readdir(join(two, 'blobs'));
  await rename(join(two, 'blobs', file), join(one, 'blobs', `other-${file}`));
  const merging = playwright(
    ['merge-reports', '--config=playwright.config.ts', join(one, 'blobs')],
    plan,
    one,
  );
  const words = await merging.then(
    () => 'merged',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  expect(words).toContain('these parts belong to different runs');
  // What the shard itself recorded, and no results file of the two.
  expect((await readdir(one, { recursive: true })).filter((name) => name.endsWith('.json'))).toEqual([]);
});
