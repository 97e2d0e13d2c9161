import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { writeAtomically } from '../../results/file/write.ts';
import { CACHE_DIR } from '../checkout/paths.ts';
import { type Browser, type Found, type Missing, remedyOf } from './engine.ts';
import { ENGINES, type StartedEngineName } from './engines.ts';
import { hasPlaywrightBuild } from './start/playwright-build.ts';
import { connectVariable } from './start/remote-browser.ts';

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const APT_LIMIT_MS = 15 * 60_000;
const run = promisify(execFile);
const require = createRequire(import.meta.url);

export type FoundEngines = ReadonlyMap<StartedEngineName, Found | Missing>;

/**
 * Finds engines, after fetching what is missing of them: Playwright's builds first, Debian's packages where
 * those cannot be had. Says what it is about to fetch, and what could not be.
 */
export async function setUpEngines(
  names: readonly StartedEngineName[],
  { install, say }: { install: boolean; say: (line: string) => void },
): Promise<FoundEngines> {
  if (install) await downloadBuilds(browsers(names), say);
  const found = await findEngines(names);
  const missing = names.filter((name) => found.get(name)?.status === 'missing');
  if (install && (await installDebianPackages(browsers(missing), say))) {
    for (const [name, again] of await findEngines(missing)) found.set(name, again);
  }
  return found;
}

async function findEngines(
  names: readonly StartedEngineName[],
): Promise<Map<StartedEngineName, Found | Missing>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await ENGINES[name].find()] as const)));
}

/** A line an engine. */
export function describeEngines(found: FoundEngines): string[] {
  return [...found].map(([name, engine]) =>
    engine.status === 'found'
      ? `${name} ${engine.record.version} ${engine.record.source}`
      : `${name}: not found: ${engine.reason}. ${remedyOf(ENGINES[name])}`,
  );
}

function browsers(names: readonly StartedEngineName[]): Browser[] {
  return names
    .map((name) => ENGINES[name].install)
    .filter((install) => typeof install === 'object')
    .filter(({ playwrightBuild }) => !process.env[connectVariable(playwrightBuild)]);
}

/** Where downloads that failed are remembered, a line each, so that each run does not wait for them anew. */
const FAILED_DOWNLOADS = join(CACHE_DIR, 'failed-downloads');

async function downloadBuilds(wanted: readonly Browser[], say: (line: string) => void): Promise<void> {
  const { version } = require('playwright/package.json') as { version: string };
  const failed = new Set((await readFile(FAILED_DOWNLOADS, 'utf8').catch(() => '')).split('\n'));
  const builds = wanted
    .map(({ playwrightBuild }) => playwrightBuild)
    .filter((build) => !hasPlaywrightBuild(build) && !failed.has(`${version} ${build}`));
  if (builds.length === 0) return;

  const command = [
    'playwright',
    'install',
    '--no-shell',
    ...(canInstallPackages() ? ['--with-deps'] : []),
    ...builds,
  ];
  const minutes = DOWNLOAD_LIMIT_MS / 60_000;
  say(
    `Downloading Playwright's ${builds.join(', ')}, and as root what they need (${minutes} minutes at the most) …`,
  );
  try {
    const cli = join(dirname(require.resolve('playwright/package.json')), 'cli.js');
    await run(process.execPath, [cli, ...command.slice(1)], { timeout: DOWNLOAD_LIMIT_MS });
  } catch (error) {
    say(
      `The download failed (${whyItFailed(error)}); trying the system's. To try again: npx ${command.join(' ')}`,
    );
    const lines = builds.map((build) => `${version} ${build}`);
    await writeAtomically(FAILED_DOWNLOADS, [...failed, ...lines].join('\n'));
  }
}

/** Only root on a Debian-like system can. */
function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Whether anything was installed. An engine at a time: a system that lacks one's packages may have another's. */
async function installDebianPackages(
  wanted: readonly Browser[],
  say: (line: string) => void,
): Promise<boolean> {
  if (wanted.length === 0 || !canInstallPackages()) return false;
  const options = { timeout: APT_LIMIT_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const commands = [['update'], ...wanted.map(({ debianPackages }) => ['install', ...debianPackages])];
  for (const [command = '', ...packages] of commands) {
    say(`Running apt-get ${[command, ...packages].join(' ')} …`);
    try {
      await run('apt-get', [command, '--yes', '--no-install-recommends', ...packages], options);
    } catch (error) {
      say(`apt-get failed: ${whyItFailed(error)}`);
    }
  }
  return true;
}

/** The last line of what a command printed, or that it took too long. */
function whyItFailed(error: unknown): string {
  const { killed, stderr = '', message } = error as { killed?: boolean; stderr?: string; message: string };
  if (killed) return 'it took too long';
  const lines = stripVTControlCharacters(stderr).split('\n');
  const telling =
    lines.find((line) => /^(E:|Error:)/.test(line.trim())) ?? lines.findLast((line) => line.trim());
  return (telling ?? message).trim();
}
