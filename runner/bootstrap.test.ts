import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { lockFileOf, tryLock, unlock } from './checkout/lock-file.mjs';
import { ROOT } from './checkout/paths.ts';

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test('the lock file serves any machine: it has the packages of every system, and no registry’s address', async () => {
  const text = await readFile(join(ROOT, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  for (const [path, { optionalDependencies = {}, resolved }] of Object.entries(packages)) {
    expect(resolved, path).toBeUndefined();
    // Where a registry lacks one, npm install leaves it out in silence, and npm ci then refuses the file.
    for (const name of Object.keys(optionalDependencies)) {
      expect(
        packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`],
        name,
      ).toBeDefined();
    }
  }
});

test.describe('stale packages', () => {
  const run = promisify(execFile);
  const INSTALLED = 'node_modules/.package-lock.json';
  const LOCK_MODULE = 'runner/checkout/lock-file.mjs';
  const RUN_ID = '2026-01-01T000000Z-abcdef';
  const lockWith = (version: string) => JSON.stringify({ packages: { 'node_modules/one': { version } } });
  /** Says that it ran, and leaves what `npm ci` leaves. */
  const NPM = `const { copyFileSync } = require('node:fs');
    console.error('npm', ...process.argv.slice(2));
    copyFileSync('package-lock.json', '${INSTALLED}');`;

  let root: string;
  /** A checkout in which another version of a package is installed than the lock file names. */
  test.beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
    for (const path of ['runner/bootstrap.mjs', LOCK_MODULE, 'results/command-line']) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await cp(join(ROOT, path), join(root, path), { recursive: true });
    }
    await mkdir(join(root, 'node_modules'));
    await symlink(join(ROOT, 'node_modules/tsx'), join(root, 'node_modules/tsx'));
    const files = {
      'package.json': '{"type":"module"}',
      'package-lock.json': lockWith('2.0.0'),
      [INSTALLED]: lockWith('1.0.0'),
      'npm.cjs': NPM,
      'command.ts': "export const command = { run: async () => { console.log('it ran'); return 0; } };",
    };
    for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text);
  });
  test.afterEach(() => rm(root, { recursive: true }));

  /** A command, and what it has printed so far, standard output and errors in the order of time. */
  function begin(...args: string[]) {
    const env = { ...process.env, npm_execpath: join(root, 'npm.cjs') };
    const command = [join(root, 'runner/bootstrap.mjs'), 'command.ts', ...args];
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    return { output: () => output, exitCode: once(child, 'close').then(([code]) => code as number) };
  }

  async function start(...args: string[]): Promise<{ code: number; output: string }> {
    const { output, exitCode } = begin(...args);
    return { code: await exitCode, output: output() };
  }

  /** A process that took the lock and has ended without releasing it. */
  async function leaveLock(runId: string | null): Promise<void> {
    const script = `import { lockFileOf, tryLock } from ${JSON.stringify(join(root, LOCK_MODULE))};
      tryLock(lockFileOf(${JSON.stringify(root)}), ${JSON.stringify(runId)});`;
    await run(process.execPath, ['--input-type=module', '--eval', script]);
  }

  test('are installed, once', async () => {
    const { code, output } = await start();
    expect(output).toContain('npm ci --no-audit');
    expect(output).toContain('it ran');
    expect(code).toBe(0);
    expect((await start()).output).toBe('it ran\n');
  });

  test('are left alone while a run uses them', async () => {
    expect(tryLock(lockFileOf(root), RUN_ID).state).toBe('held');
    const { code, output } = await start();
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(
        `^The npm packages are missing or out of date, and run ${RUN_ID} \\(process ${process.pid}, `,
      ),
    );
    expect(output).toContain('Wait until it ends, then run this command again.');
    expect(output).not.toMatch(/npm ci| {4}at |it ran/);
    expect(await readFile(join(root, INSTALLED), 'utf8')).toBe(lockWith('1.0.0'));
  });

  test('are installed after the end of the run with --wait', async () => {
    tryLock(lockFileOf(root), RUN_ID);
    const { output, exitCode } = begin('--wait');
    await expect.poll(output).toContain('waiting for it to end …');
    expect(await readFile(join(root, INSTALLED), 'utf8')).toBe(lockWith('1.0.0'));
    unlock(lockFileOf(root));
    expect(await exitCode, output()).toBe(0);
    expect(output()).toMatch(/npm ci.*it ran/s);
  });

  test('are installed after a run that was killed, which the next run can still clean up after', async () => {
    await leaveLock(RUN_ID);
    const { code, output } = await start();
    expect(output).toContain('npm ci');
    expect(code).toBe(0);
    expect(tryLock(lockFileOf(root), 'next')).toMatchObject({ state: 'held', dead: { runId: RUN_ID } });
  });

  test('are installed by one of two commands, while the other waits', async () => {
    tryLock(lockFileOf(root), null);
    const { output, exitCode } = begin();
    await expect
      .poll(output)
      .toContain('is installing the npm packages of this checkout; waiting for it to end …');
    await writeFile(join(root, INSTALLED), lockWith('2.0.0'));
    unlock(lockFileOf(root));
    expect(await exitCode, output()).toBe(0);
    expect(output()).not.toContain('npm ci');
    expect(output()).toContain('it ran');
  });

  test('are installed where another install was killed', async () => {
    await leaveLock(null);
    expect((await start()).output).toContain('npm ci');
    expect(tryLock(lockFileOf(root), 'next')).toEqual({ state: 'held', dead: null });
  });

  test('are left alone where the lock is something else', async () => {
    await writeFile(lockFileOf(root), '{}');
    const { code, output } = await start();
    expect(code).toBe(1);
    expect(output).toContain('is not a lock of this suite; if nothing is measuring here, remove it');
  });
});
