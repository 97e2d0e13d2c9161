import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { IS_PACKAGE, shownCommand } from '../../results/command-line/installation.mjs';
import { writeAtomically } from '../../results/file/write.ts';
import { CACHE_DIR } from '../checkout/paths.ts';
import { environmentWithoutRun } from '../checkout/run-id.ts';
import { type Browser, type Found, type Missing, remedyOf } from './engine.ts';
import { ENGINES, type StartedEngineName } from './engines.ts';
import { type InstallFlags, Permission } from './permission.ts';
import { hasPlaywrightBuild } from './start/playwright-build.ts';
import { connectVariable } from './start/remote-browser.ts';

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const APT_LIMIT_MS = 15 * 60_000;
const run = promisify(execFile);
const require = createRequire(import.meta.url);

export type FoundEngines = ReadonlyMap<StartedEngineName, Found | Missing>;

/**
 * Finds engines, after installing the missing ones: Playwright's builds first, then Debian's packages if the builds cannot be
 * downloaded. Says what it is about to install before it starts, and each failure.
 * @throws {UsageError} if the flags contradict each other.
 */
export async function setUpEngines(
  names: readonly StartedEngineName[],
  flags: InstallFlags,
  say: (line: string) => void,
): Promise<FoundEngines> {
  const permission = new Permission(flags, say);
  await downloadBuilds(browsers(names), permission, flags.install, say);
  const found = await findEngines(names);
  const missing = names.filter((name) => found.get(name)?.status === 'missing');
  if (await installDebianPackages(browsers(missing), permission, say)) {
    for (const [name, result] of await findEngines(missing)) found.set(name, result);
  }
  return found;
}

async function findEngines(
  names: readonly StartedEngineName[],
): Promise<Map<StartedEngineName, Found | Missing>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await ENGINES[name].find()] as const)));
}

/** One line per engine. */
export function describeEngines(found: FoundEngines): string[] {
  return [...found].map(([name, engine]) =>
    engine.status === 'found'
      ? `${name} ${engine.record.version} ${engine.record.source}${engine.passedOver ? `: ${engine.passedOver}` : ''}`
      : `${name}: not found: ${engine.reason}. ${remedyOf(ENGINES[name])}`,
  );
}

function browsers(names: readonly StartedEngineName[]): Browser[] {
  return names
    .map((name) => ENGINES[name].install)
    .filter((install) => typeof install === 'object')
    .filter(({ playwrightBuild }) => !process.env[connectVariable(playwrightBuild)]);
}

/** A file with one line per failed download, so that later runs do not wait for the same download again, unless --install asks for it. */
const FAILED_DOWNLOADS = join(CACHE_DIR, 'failed-downloads');

async function downloadBuilds(
  wanted: readonly Browser[],
  permission: Permission,
  isAsked: boolean,
  say: (line: string) => void,
): Promise<void> {
  if (!permission.downloads) return;
  const { version } = require('playwright/package.json') as { version: string };
  const failed = new Set((await readFile(FAILED_DOWNLOADS, 'utf8').catch(() => '')).split('\n'));
  const builds = wanted
    .map(({ playwrightBuild }) => playwrightBuild)
    .filter((build) => !hasPlaywrightBuild(build) && (isAsked || !failed.has(`${version} ${build}`)));
  if (builds.length === 0) return;

  const named = builds.join(', ');
  const withPackages = await permission.packages(`the packages that Playwright's ${named} need`);
  const command = [
    'playwright',
    'install',
    '--no-shell',
    ...(withPackages ? ['--with-deps'] : []),
    ...builds,
  ];
  const packages = withPackages ? ' and, with apt-get, the packages that they need' : '';
  const minutes = DOWNLOAD_LIMIT_MS / 60_000;
  say(`Downloading Playwright's ${named}${packages} (at most ${minutes} minutes; --no-install forbids it) …`);
  try {
    const cli = join(dirname(require.resolve('playwright/package.json')), 'cli.js');
    await run(process.execPath, [cli, ...command.slice(1)], {
      timeout: DOWNLOAD_LIMIT_MS,
      env: environmentWithoutRun(),
    });
  } catch (error) {
    const retry = IS_PACKAGE ? shownCommand('engines', '--install') : `npx ${command.join(' ')}`;
    say(`The download failed (${failureReason(error)}); trying the system's browser. To retry: ${retry}`);
    const lines = builds.map((build) => `${version} ${build}`);
    await writeAtomically(FAILED_DOWNLOADS, [...failed, ...lines].join('\n'));
  }
}

/**
 * Installs one engine at a time, because a system that lacks the packages of one may have those of another.
 * @returns Whether an installation was tried.
 */
async function installDebianPackages(
  wanted: readonly Browser[],
  permission: Permission,
  say: (line: string) => void,
): Promise<boolean> {
  const packages = wanted.flatMap(({ debianPackages }) => debianPackages);
  if (packages.length === 0 || !(await permission.packages(packages.join(' ')))) return false;
  const env = { ...environmentWithoutRun(), DEBIAN_FRONTEND: 'noninteractive' };
  const options = { timeout: APT_LIMIT_MS, env };
  const commands = [['update'], ...wanted.map(({ debianPackages }) => ['install', ...debianPackages])];
  for (const [command = '', ...named] of commands) {
    say(`Running apt-get ${[command, ...named].join(' ')} (--no-install forbids it) …`);
    try {
      await run('apt-get', [command, '--yes', '--no-install-recommends', ...named], options);
    } catch (error) {
      say(`apt-get failed: ${failureReason(error)}`);
    }
  }
  return true;
}

/** The error line of a command's output, or else its last line; a fixed text if the command timed out. */
function failureReason(error: unknown): string {
  const { killed, stderr = '', message } = error as { killed?: boolean; stderr?: string; message: string };
  if (killed) return 'it timed out';
  const lines = stripVTControlCharacters(stderr).split('\n');
  const errorLine =
    lines.find((line) => /^(E:|Error:)/.test(line.trim())) ?? lines.findLast((line) => line.trim());
  return (errorLine ?? message).trim();
}
