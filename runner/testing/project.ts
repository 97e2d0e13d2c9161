import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { PACKAGE_BUILD_FILE, suiteBuild } from '../../results/file/suite-build.ts';
import { ROOT } from '../checkout/paths.ts';

const NAME = 'clone-transfer-share';
const run = promisify(execFile);

export interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Someone's project, in which the suite is installed as a package. */
export interface Project {
  readonly folder: string;
  /** The folder of the package. */
  readonly installed: string;
  /** Starts a command as `npx clone-transfer-share` does. */
  start(...args: readonly string[]): Started;
  startWith(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Started;
}

interface Started {
  readonly pid: number | undefined;
  readonly out: () => string;
  readonly ended: Promise<Ended>;
}

/**
 * Packs this checkout as npm does, and unpacks it in an empty project, without a registry: the project has only the packages that
 * the package names as its dependencies.
 * @param isBuilt Whether the API is built, which takes seconds.
 */
export async function makeProject(folder: string, isBuilt: boolean): Promise<Project> {
  const flags = isBuilt ? [] : ['--ignore-scripts'];
  await npm(['pack', '--silent', '--pack-destination', folder, ...flags]);
  const [packed = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, NAME);
  await mkdir(installed, { recursive: true });
  // Relative paths, as the tar of Git for Windows takes the letter of a drive for the name of a machine.
  const into = relative(folder, installed);
  await run('tar', ['-xzf', packed, '-C', into, '--strip-components', '1'], { cwd: folder });
  if (!isBuilt) {
    // Every command that makes a file needs it, and the build of the API writes it.
    const record = join(installed, relative(ROOT, PACKAGE_BUILD_FILE));
    await mkdir(dirname(record), { recursive: true });
    await writeFile(record, JSON.stringify(suiteBuild()));
  }
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
  const startWith: Project['startWith'] = (env, ...args) => {
    const command = [join(installed, 'runner/cli.mjs'), ...args];
    return watch(spawn(process.execPath, command, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  };
  return { folder, installed, startWith, start: (...args) => startWith(process.env, ...args) };
}

function npm(args: readonly string[]) {
  return run('npm', args, { cwd: ROOT, shell: process.platform === 'win32' });
}

function watch(child: ChildProcessByStdio<null, Readable, Readable>): Started {
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const texts: string[] = [];
    stream.setEncoding('utf8').on('data', (text: string) => texts.push(text));
    return () => texts.join('');
  }) as [() => string, () => string];
  const ended = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number,
    out: out(),
    err: err(),
  }));
  return { pid: child.pid, out, ended };
}

/** Each file of a folder with its size and the time of its last change. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = files.map(async (file) => {
    const { size, mtimeMs } = await stat(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).sort();
}
