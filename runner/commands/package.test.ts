import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readResults } from '../../results/file/read.ts';
import { REFERENCE_FILE } from '../../results/file/reference.ts';
import { filesOf, makeProject, type Project } from '../testing/project.ts';
import { skipUnlessAll } from '../testing/slow.ts';

/** The commands of the package, in a project of its own. */

/** Runs `use` in a project in which the package is installed. Nothing may be written into the package. */
async function inProject(isBuilt: boolean, use: (project: Project) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  try {
    const project = await makeProject(folder, isBuilt);
    const before = await filesOf(project.installed);
    // Root can write in spite of this.
    await chmod(project.installed, 0o555);
    await use(project);
    expect(await filesOf(project.installed)).toEqual(before);
    await chmod(project.installed, 0o755);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const COMMANDS = ['bench', 'compare', 'report', 'visit', 'validate', 'export'];

test('a package lists its commands, reads results files, and names itself in its messages', async () => {
  await inProject(false, async ({ folder, start }) => {
    const [all, nothing, unknown, bench, valid, missing] = await Promise.all([
      start('--help').ended,
      start().ended,
      start('lists').ended,
      start('bench', '--help').ended,
      start('validate', REFERENCE_FILE).ended,
      start('export', '--format', 'csv').ended,
    ]);
    for (const name of COMMANDS) expect(all.out).toMatch(new RegExp(`\\b${name}\\b`));
    expect([all, nothing, unknown].map(({ exitCode }) => exitCode)).toEqual([0, 2, 2]);
    expect(unknown.err).toMatch(/^'lists' is not a command: npx clone-transfer-share COMMAND \[flags\]/);
    expect(bench).toMatchObject({ exitCode: 0, err: '' });
    expect(bench.out).toMatch(/^npx clone-transfer-share bench \[flags\]/);
    expect(bench.out).toMatch(/--out DIR .*\(default: clone-transfer-share\)/);
    expect(valid).toMatchObject({ exitCode: 0, err: '' });
    expect(missing).toMatchObject({
      exitCode: 1,
      err: `${join('clone-transfer-share', 'latest.json')}: no such file; npx clone-transfer-share bench creates one\n`,
    });
    expect(await readdir(folder)).not.toContain('clone-transfer-share');
  });
});

test('a package measures, compares, reports and serves in its project’s folder, and installs nothing unasked', async () => {
  skipUnlessAll();
  test.setTimeout(600_000);
  await inProject(true, async ({ folder, start, startWith }) => {
    for (const name of COMMANDS) {
      const help = await start(name, '--help').ended;
      expect(help, name).toMatchObject({ exitCode: 0, err: '' });
      expect(help.out).toMatch(new RegExp(`^npx clone-transfer-share ${name} `));
    }

    const bench = await start('bench', '--quick', '--engine', 'node', '--launches', '1').ended;
    expect(bench, bench.err).toMatchObject({ exitCode: 0 });
    expect(bench.out).toContain('results: clone-transfer-share/runs/');
    expect(bench.out).toContain('report:  clone-transfer-share/report/index.html');
    const { run, outcome } = await readResults(join(folder, 'clone-transfer-share/latest.json'));
    expect(outcome).toBe('complete');
    // The commit that the package was made of.
    expect(run.commit).toMatch(/^[0-9a-f]{40}/);

    const csv = await start('export', '--format', 'csv').ended;
    expect(csv.out).toMatch(/^node,round-trip,clone,/m);
    const report = await start('report', 'clone-transfer-share/latest.json', 'site').ended;
    expect(report).toMatchObject({ exitCode: 0, out: 'report:  site/index.html\n' });

    const compare = await start(
      ...['compare', '--engine', 'node', '--size', '1KiB', '--base', 'transport=share'],
      ...['--head', 'transport=share-repost', '--json', 'comparison.json'],
    ).ended;
    expect([0, 1, 3], compare.err).toContain(compare.exitCode);
    expect(compare.out).toMatch(/outcome: /);
    const refs = await start('compare', '--base', 'ref=main', '--head', 'ref=HEAD').ended;
    expect(refs.exitCode).toBe(2);
    expect(refs.err).toContain('git worktree add');

    const visit = start('visit');
    await expect.poll(visit.out, { timeout: 30_000 }).toMatch(/Open http/);
    const [, url = ''] = /Open (\S+)/.exec(visit.out()) ?? [];
    expect(await (await fetch(url)).text()).toContain('client.js');
    process.kill(visit.pid ?? 0, 'SIGINT');
    expect(await visit.ended).toMatchObject({ exitCode: 0 });

    const without = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: join(folder, 'none'), PATH: '' };
    const engines = await startWith(without, 'engines').ended;
    expect(engines.out).toMatch(/firefox: not found: .*Run: npx clone-transfer-share engines --install/);
    expect(engines.out).not.toMatch(/Downloading|Running apt-get/);
    expect(await readdir(folder)).not.toContain('none');
  });
});
