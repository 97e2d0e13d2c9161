import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { comparisonSchema } from '../../results/comparison/comparison.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { ROOT } from '../checkout/paths.ts';
import { remedyOf } from '../engines/engine.ts';
import { ENGINES } from '../engines/engines.ts';
import { Commits } from '../testing/commits.ts';
import { skipUnlessAll } from '../testing/slow.ts';

test.setTimeout(600_000);
const DRIVER = 'runner/compare/driver.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

function compare(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const command = ['runner/bootstrap.mjs', 'runner/commands/compare.ts', '--no-install', ...args];
  const env = { ...process.env, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    encoding: 'utf8',
    env,
  });
  return { status, output: `${stdout}\n${stderr}` };
}

const readComparison = async (file: string) =>
  comparisonSchema.parse(JSON.parse(await readFile(file, 'utf8')));

test('a flag that the engine refuses is wrong use, and the error has the engine’s own words', () => {
  const { status, output } = compare(['--base', 'engine=node', '--head', 'engine=node,flags=--no-such-flag']);
  expect(status, output).toBe(2);
  expect(output).toMatch(/^--head: node does not run with --no-such-flag: .*bad option: --no-such-flag$/m);
});

test('an engine with a flag and a variable is compared in another suite, and both are recorded for its arm alone', async () => {
  skipUnlessAll();
  const json = join(folder, 'comparison.json');
  const head = 'engine=node,flags=--no-opt,env=CLONE_TRANSFER_SHARE_TEST=a=b,c';
  const { status, output } = compare([
    ...['--base', 'engine=node', '--head', head],
    ...['--suite', 'burst', '--size', '64B', '--json', json],
  ]);
  expect([0, 1, 3], output).toContain(status);
  expect(output).toContain('outcome: ');
  const { engines, suite, verdicts, notCompared } = await readComparison(json);
  expect(engines).toMatchObject({
    base: [{ engine: 'node', flags: [], environment: {} }],
    head: [{ engine: 'node', flags: ['--no-opt'], environment: { CLONE_TRANSFER_SHARE_TEST: 'a=b,c' } }],
  });
  expect(notCompared).toEqual([]);
  const values = suite.parameter?.values ?? [];
  expect(values.length).toBeGreaterThan(1);
  const clones = verdicts.filter(({ transport }) => transport === 'clone');
  expect(clones.map(({ parameter }) => parameter)).toEqual(values);
  expect(output).toContain(`64 B clone, ${values[1]} in flight`);
});

test('a page that is not isolated is compared with one that is: what needs isolation is left out, with the reason', async () => {
  skipUnlessAll();
  const found = await ENGINES.chromium.find();
  test.skip(found.status === 'missing', `no Chromium to compare in. ${remedyOf(ENGINES.chromium)}`);
  const json = join(folder, 'isolation.json');
  const { status, output } = compare([
    ...['--base', 'engine=chromium', '--head', 'engine=chromium,isolation=off'],
    ...['--size', '1KiB', '--json', json],
  ]);
  expect([0, 1, 3], output).toContain(status);
  const { head, verdicts, notCompared } = await readComparison(json);
  expect(head).toMatch(/ isolation=off$/);
  expect(verdicts.map(({ transport }) => transport).sort()).toEqual(['clone', 'ping', 'transfer']);
  expect(notCompared.map(({ transport }) => transport).sort()).toEqual(['share', 'share-repost']);
  for (const { status: left, reason } of notCompared) {
    expect(left).toBe('unsupported');
    expect(reason).toMatch(/^head: unsupported: .*shared/);
  }
});

test.describe('commits', () => {
  const { commit } = suiteBuild();
  test.skip(commit === null, 'this is no checkout of git');

  test('commits whose plan, messages and server have different shapes are each measured by their own code', async () => {
    skipUnlessAll();
    const commits = new Commits(folder);
    // In every file, so that each commit agrees with itself alone.
    const renamed = { "'alive'": "'between-rounds'", isCareful: 'isWary', '/api/': '/calls/' };
    const rename = (text: string) =>
      Object.entries(renamed).reduce((now, [from, to]) => now.replaceAll(from, to), text);
    const files = Object.keys(renamed).flatMap((text) => commits.filesWith('HEAD', text));
    expect(files).toEqual(
      expect.arrayContaining(['suites/pages/session.ts', 'runner/serve/server.ts', 'suites/plan/plan.ts']),
    );
    const edits = Object.fromEntries(files.map((file) => [file, rename]));
    const head = commits.make('HEAD', { ...edits, 'suites/transports/share-repost.ts': () => null });

    const json = join(folder, 'comparison.json');
    const { status, output } = compare(
      [
        ...['--base', 'ref=HEAD', '--head', `ref=${head}`],
        ...['--engine', 'node', '--size', '1KiB', '--json', json],
      ],
      commits.environment,
    );
    expect([0, 1, 3], output).toContain(status);
    expect(output).toContain('outcome: ');
    const { verdicts, notCompared } = await readComparison(json);
    expect(verdicts.map(({ transport }) => transport)).toEqual(['clone', 'transfer', 'share', 'ping']);
    // The head's code cannot have measured what it does not have.
    expect(notCompared).toMatchObject([
      { transport: 'share-repost', status: 'unsupported', reason: 'head: its code has no such cell' },
    ]);
  });

  for (const { name, edit, words, exitCode } of [
    {
      name: 'whose code cannot be loaded',
      exitCode: 1,
      edit: (text: string) => `${text}\nnot a line of TypeScript`,
      words: /^--base: ref=\w+ \(commit \w{12}\) cannot be compared: \S/m,
    },
    {
      name: 'without a driver',
      exitCode: 2,
      edit: () => null,
      words: /^--base: ref=\w+ \(commit \w{12}\) cannot be compared: it has no runner\/compare\/driver\.ts/m,
    },
    {
      name: 'with another version of the driver',
      exitCode: 2,
      edit: (text: string) => text.replace(/DRIVER_VERSION = \d+/, 'DRIVER_VERSION = 0'),
      words: /^--base: .* its runner\/compare\/driver\.ts has version 0, and this checkout's has version \d/m,
    },
  ]) {
    test(`a commit ${name} is refused with the reason`, () => {
      skipUnlessAll(name === 'without a driver');
      const commits = new Commits(folder);
      const base = commits.make('HEAD', { [DRIVER]: edit });
      const head = commits.make(base, {});
      const args = ['--base', `ref=${base}`, '--head', `ref=${head}`, '--engine', 'node'];
      const { status, output } = compare(args, commits.environment);
      expect(status, output).toBe(exitCode);
      expect(output).toMatch(words);
      expect(output).not.toMatch(/^ {4}at /m);
    });
  }

  test('a ref that does not exist is wrong use, and a checkout that git refuses is git’s error', () => {
    const args = ['--base', 'ref=no-such-branch', '--head', 'ref=HEAD', '--engine', 'node'];
    const unknown = compare(args);
    expect(unknown, unknown.output).toMatchObject({
      status: 2,
      output: expect.stringContaining('ref=no-such-branch: no such commit in this clone'),
    });
    // A machine's own settings may call every folder safe.
    const withoutSettings = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };
    const refused = compare(args, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', ...withoutSettings });
    expect(refused, refused.output).toMatchObject({
      status: 1,
      output: expect.stringContaining('git rev-parse: detected dubious ownership in repository at'),
    });
  });
});
