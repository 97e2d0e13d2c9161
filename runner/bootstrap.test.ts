import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

test.describe('in a checkout', () => {
  const run = promisify(execFile);
  const INSTALLED = 'node_modules/.package-lock.json';
  const LOCK_MODULE = 'runner/checkout/lock-file.mjs';
  const RUN_ID = '2026-01-01T000000Z-abcdef';
  const packagesWith = (packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
    JSON.stringify({ packages });
  const lockWith = (version: string) => packagesWith({ 'node_modules/one': { version } });
  /** Says that it ran, and leaves what `npm ci` leaves. */
  const NPM = `const { copyFileSync } = require('node:fs');
    console.error('npm', ...process.argv.slice(2));
    copyFileSync('package-lock.json', '${INSTALLED}');`;

  let root: string;
  /** A checkout in which another version of a package is installed than the lock file names. */
  async function makeCheckout(suffix: string): Promise<void> {
    // Node names its own files by their real path, and the temporary folder of macOS is a link.
    root = await realpath(await mkdtemp(join(tmpdir(), `clone-transfer-share-test-${suffix}`)));
    for (const path of [
      'runner/bootstrap.mjs',
      'runner/typescript.mjs',
      LOCK_MODULE,
      'runner/checkout/packages.mjs',
      'results/command-line',
    ]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await cp(join(ROOT, path), join(root, path), { recursive: true });
    }
    await mkdir(join(root, 'node_modules'));
    await symlink(join(ROOT, 'node_modules/tsx'), join(root, 'node_modules/tsx'), 'junction');
    const files = {
      'package.json': '{"type":"module"}',
      'package-lock.json': lockWith('2.0.0'),
      [INSTALLED]: lockWith('1.0.0'),
      'npm-cli.cjs': NPM,
      'command.ts': "export const command = { run: async () => { console.log('it ran'); return 0; } };",
    };
    for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text);
  }
  test.beforeEach(() => makeCheckout(''));
  test.afterEach(() => rm(root, { recursive: true }));

  /** A command, and what it has printed so far, standard output and errors in the order of time. */
  function begin(...args: string[]) {
    return beginWith({}, ...args);
  }

  function beginWith(environment: Readonly<Record<string, string>>, ...args: string[]) {
    const env = { ...process.env, npm_execpath: join(root, 'npm-cli.cjs'), ...environment };
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
    return ended(begin(...args));
  }

  async function ended({ output, exitCode }: ReturnType<typeof begin>) {
    return { code: await exitCode, output: output() };
  }

  /** A process that took the lock and has ended without releasing it. */
  async function leaveLock(runId: string | null): Promise<void> {
    const script = `import { lockFileOf, tryLock } from ${JSON.stringify(pathToFileURL(join(root, LOCK_MODULE)).href)};
      tryLock(lockFileOf(${JSON.stringify(root)}), ${JSON.stringify(runId)});`;
    await run(process.execPath, ['--input-type=module', '--eval', script]);
  }

  test('stale packages are installed, once', async () => {
    const { code, output } = await start();
    expect(output).toContain('The npm packages are missing or out of date. Installing them');
    // npm leaves these out where NODE_ENV is production, or its setting `omit` names them.
    expect(output).toContain('npm ci --include=dev --include=optional');
    expect(output).toContain('it ran');
    expect(code).toBe(0);
    expect((await start()).output).toBe('it ran\n');
  });

  test('stale packages are left alone while a run uses them', async () => {
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

  test('stale packages are installed after the end of the run with --wait', async () => {
    tryLock(lockFileOf(root), RUN_ID);
    const { output, exitCode } = begin('--wait');
    await expect.poll(output).toContain('waiting for it to end …');
    expect(await readFile(join(root, INSTALLED), 'utf8')).toBe(lockWith('1.0.0'));
    unlock(lockFileOf(root));
    expect(await exitCode, output()).toBe(0);
    expect(output()).toMatch(/npm ci.*it ran/s);
  });

  test('stale packages are installed after a run that was killed, which the next run can still clean up after', async () => {
    await leaveLock(RUN_ID);
    const { code, output } = await start();
    expect(output).toContain('npm ci');
    expect(code).toBe(0);
    expect(tryLock(lockFileOf(root), 'next')).toMatchObject({ state: 'held', dead: { runId: RUN_ID } });
  });

  test('stale packages are installed by one of two commands, while the other waits', async () => {
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

  test('stale packages are installed where another install was killed', async () => {
    await leaveLock(null);
    expect((await start()).output).toContain('npm ci');
    expect(tryLock(lockFileOf(root), 'next')).toEqual({ state: 'held', dead: null });
  });

  test('stale packages are left alone where the lock is something else', async () => {
    await writeFile(lockFileOf(root), '{}');
    const { code, output } = await start();
    expect(code).toBe(1);
    expect(output).toContain('is not a lock of this suite; if nothing is measuring here, remove it');
  });

  const here = { version: '2.0.0', optional: true, os: [process.platform], cpu: [process.arch] };
  const elsewhere = { version: '2.0.0', optional: true, os: ['plan9'], cpu: ['mips'] };
  const binaries = { 'tool-here': '2.0.0', 'tool-plan9': '2.0.0' };
  /** What npm has to install: a package, and a build tool. */
  const own = {
    'node_modules/one': { version: '2.0.0' },
    'node_modules/tool': { version: '2.0.0', optionalDependencies: binaries },
  };
  const tool = { ...own, 'node_modules/tool-here': here };

  test('packages of another system are replaced', async () => {
    const locked = { ...tool, 'node_modules/tool-plan9': elsewhere };
    await writeFile(join(root, 'package-lock.json'), packagesWith(locked));
    const installed = packagesWith({ ...own, 'node_modules/tool-plan9': elsewhere });
    await writeFile(join(root, INSTALLED), installed);
    const problem = `The npm packages are those of another system than ${process.platform}-${process.arch} (node_modules/tool-plan9)`;

    expect(await start('--help', '--no-install')).toEqual({
      code: 1,
      output: `${problem}, and --no-install forbids installing them; run npm ci first.\n`,
    });
    expect(await readFile(join(root, INSTALLED), 'utf8')).toBe(installed);

    const { code, output } = await start('--help');
    expect(output).toContain(
      `${problem}. Installing them from package-lock.json (--no-install forbids it) …\nnpm ci`,
    );
    expect(output).toContain('it ran');
    expect(code).toBe(0);
    // Now those of both systems are there, which is as good.
    expect((await start('--help')).output).toBe('it ran\n');
  });

  test('the binary of a build tool is installed if it is missing, although npm calls it optional', async () => {
    await writeFile(join(root, 'package-lock.json'), packagesWith(tool));
    await writeFile(join(root, INSTALLED), packagesWith(own));
    expect((await start()).output).toContain('The npm packages are missing or out of date. Installing them');
  });

  test('an optional engine, and a binary for another system or another C library, may be missing', async () => {
    const locked = {
      ...own,
      'node_modules/engine': { ...here, optionalDependencies: { 'engine-here': '2.0.0' } },
      'node_modules/engine-here': here,
      'node_modules/tool-here': { ...here, libc: ['other'] },
      'node_modules/tool-plan9': elsewhere,
    };
    await writeFile(join(root, 'package-lock.json'), packagesWith(locked));
    await writeFile(join(root, INSTALLED), packagesWith(own));
    expect((await start()).output).toBe('it ran\n');
  });

  test('npm installs the packages where another package manager runs the command', async () => {
    test.skip(process.platform === 'win32', 'the stand-in for npm is a shell script');
    await writeFile(join(root, 'pnpm.cjs'), "throw new Error('pnpm has no ci');");
    await writeFile(join(root, 'npm'), `#!/bin/sh\nexec "${process.execPath}" npm-cli.cjs "$@"\n`, {
      mode: 0o755,
    });
    const environment = { npm_execpath: join(root, 'pnpm.cjs'), PATH: `${root}:${process.env['PATH']}` };
    const { code, output } = await ended(beginWith(environment));
    expect(output).toMatch(/npm ci.*it ran/s);
    expect(code).toBe(0);
  });

  for (const [version, runs] of [
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.3', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.0.0', true],
    ['24.0.0', true],
  ] as const) {
    test(`Node ${version} ${runs ? 'runs' : 'is refused'}`, async () => {
      await writeFile(join(root, INSTALLED), lockWith('2.0.0'));
      const preload = join(root, 'version.cjs');
      await writeFile(
        preload,
        `const node = '${version}';
        Object.defineProperty(process, 'versions', { value: { ...process.versions, node } });`,
      );
      const result = await ended(beginWith({ NODE_OPTIONS: `--require ${JSON.stringify(preload)}` }));
      expect(result).toEqual(
        runs
          ? { code: 0, output: 'it ran\n' }
          : {
              code: 1,
              output: `Node ${version} cannot run this suite: it needs 20.19 or a later 20, or 22.12 or later (https://nodejs.org)\n`,
            },
      );
    });
  }

  test('a temporary folder that cannot be used is an error that the user can fix', async () => {
    test.skip(process.platform === 'win32', 'the variable is another on Windows');
    await writeFile(join(root, INSTALLED), lockWith('2.0.0'));
    const { code, output } = await ended(beginWith({ TMPDIR: '/dev/null/x' }));
    expect(code).toBe(1);
    expect(output).toMatch(
      /^The temporary folder cannot be used: ENOTDIR.*'\/dev\/null\/x'; set TMPDIR to a folder that can be written\n$/,
    );
  });

  test('a path with a character that ends the path of a URL is refused', async () => {
    await rm(root, { recursive: true });
    await makeCheckout('C#-');
    expect(await start('--help')).toEqual({
      code: 1,
      output: `${root}: the path has a '#', which the bundler takes for the end of the path; move the project to another folder\n`,
    });
  });
});
