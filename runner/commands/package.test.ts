import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readResults } from '../../results/file/read.ts';
import { REFERENCE_FILE } from '../../results/file/reference.ts';
import { filesOf, makeProject, type Project } from '../testing/project.ts';
import { skipUnlessAll } from '../testing/slow.ts';

/** The commands of the package, in a project of its own. */

let folder: string;
let project: Project;
let packed: readonly string[];

async function prepare(isBuilt: boolean): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  project = await makeProject(folder, isBuilt);
  // Root can write in spite of this.
  await chmod(project.installed, 0o555);
  packed = await filesOf(project.installed);
}

test.afterEach(async () => {
  expect(await filesOf(project.installed)).toEqual(packed);
  await chmod(project.installed, 0o755);
  await rm(folder, { recursive: true });
});

test('a package has help for its commands, reads results files, and names itself in its messages', async () => {
  await prepare(false);
  const names = ['bench', 'compare', 'report', 'visit', 'validate', 'export'];
  const [all, nothing, unknown, valid, exported, missing, refs, ...helps] = await Promise.all(
    [
      ['--help'],
      [],
      ['lists'],
      ['validate', REFERENCE_FILE],
      ['export', '--format', 'csv', REFERENCE_FILE],
      ['export', '--format', 'csv'],
      ['compare', '--base', 'ref=main', '--head', 'ref=HEAD'],
      ...names.map((name) => [name, '--help']),
    ].map((args) => project.start(...args).ended),
  );
  for (const name of names) expect(all?.out).toMatch(new RegExp(`\\b${name}\\b`));
  expect([all?.exitCode, nothing?.exitCode, unknown?.exitCode]).toEqual([0, 2, 2]);
  expect(unknown?.err).toMatch(/^'lists' is not a command: npx clone-transfer-share COMMAND \[flags\]/);
  helps.forEach((help, at) => {
    expect(help, names[at]).toMatchObject({ exitCode: 0, err: '' });
    expect(help.out).toMatch(new RegExp(`^npx clone-transfer-share ${names[at]} `));
  });
  expect(helps[0]?.out).toMatch(/--out DIR .*\(default: clone-transfer-share\)/);
  expect(valid).toMatchObject({ exitCode: 0, err: '' });
  expect(exported?.out.split('\n').length).toBeGreaterThan(100);
  expect(missing).toMatchObject({
    exitCode: 1,
    err: 'clone-transfer-share/latest.json: no such file; npx clone-transfer-share bench creates one\n',
  });
  expect(refs?.exitCode).toBe(2);
  expect(refs?.err).toContain('git worktree add');
  expect((await readdir(folder)).sort()).toEqual([
    'clone-transfer-share-0.1.0.tgz',
    'node_modules',
    'package.json',
  ]);
});

test('a package measures, compares, reports and serves in its project’s folder, and installs nothing unasked', async () => {
  skipUnlessAll();
  test.setTimeout(600_000);
  await prepare(true);
  const bench = await project.start('bench', '--quick', '--engine', 'node', '--launches', '1').ended;
  expect(bench, bench.err).toMatchObject({ exitCode: 0 });
  expect(bench.out).toContain('results: clone-transfer-share/runs/');
  expect(bench.out).toContain('report:  clone-transfer-share/report/index.html');
  const { run, outcome } = await readResults(join(folder, 'clone-transfer-share/latest.json'));
  expect(outcome).toBe('complete');
  expect(run.commit).toMatch(/^[0-9a-f]{40}/);

  const report = await project.start('report', 'clone-transfer-share/latest.json', 'site').ended;
  expect(report).toMatchObject({ exitCode: 0, out: 'report:  site/index.html\n' });

  const compare = await project.start(
    ...['compare', '--engine', 'node', '--size', '1KiB', '--base', 'transport=share'],
    ...['--head', 'transport=share-repost', '--json', 'comparison.json'],
  ).ended;
  expect([0, 1, 3], compare.err).toContain(compare.exitCode);
  expect(compare.out).toMatch(/outcome: /);

  const visit = project.start('visit');
  await expect.poll(visit.out, { timeout: 30_000 }).toMatch(/Open http/);
  const [, url = ''] = /Open (\S+)/.exec(visit.out()) ?? [];
  expect(await (await fetch(url)).text()).toContain('client.js');
  process.kill(visit.pid ?? 0, 'SIGINT');
  expect(await visit.ended).toMatchObject({ exitCode: 0 });

  const without = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: join(folder, 'none'), PATH: '' };
  const engines = await project.startWith(without, 'engines').ended;
  expect(engines.out).toMatch(/firefox: not found: .*Use --install, or run: npx playwright install firefox/);
  expect(engines.out).not.toMatch(/apt-get install \w+ on|Downloading/);
  expect(await readdir(folder)).not.toContain('none');
});
