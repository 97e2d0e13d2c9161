import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { IS_PACKAGE } from '../../results/command-line/installation.mjs';
import { CACHE_DIR, ROOT } from '../checkout/paths.ts';
import { SIGNALS, type Signal } from '../checkout/signals.ts';
import { FOLDER_BEFORE_RUN } from '../checkout/temporary-folder.ts';

const BOOTSTRAP = join(ROOT, 'runner/bootstrap.mjs');
const PLAYWRIGHT = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
/** Playwright Test does not transform the TypeScript of a package. Its workers inherit these flags. */
const LOADER = IS_PACKAGE ? ['--import', pathToFileURL(join(ROOT, 'runner/typescript.mjs')).href] : [];

/** Playwright Test keeps what it has compiled in the temporary folder, and that of a run starts empty. */
const COMPILED = { PLAYWRIGHT_TRANSFORM_CACHE_DIR: join(CACHE_DIR, 'compiled') };

/**
 * Runs Playwright Test and forwards Ctrl-C, so that Playwright ends the engines and the results so far are kept.
 * @returns Playwright's exit code, or the exit code that a shell reports for the signal.
 */
export async function runPlaywright(
  engines: readonly string[],
  environment: Record<string, string>,
): Promise<number> {
  const projects = engines.map((name) => `--project=${name}`);
  const config = join(ROOT, 'playwright.config.ts');
  const { child, done } = runNode([...LOADER, PLAYWRIGHT, 'test', '--config', config, ...projects], {
    ...COMPILED,
    ...environment,
  });
  let signalExitCode = 0;
  const forward = (signal: Signal) => {
    // Windows has no signals: a terminal's Ctrl-C reaches both processes, and a kill would leave the engines running.
    if (signalExitCode === 0 && HAS_SIGNALS) child.kill('SIGINT');
    signalExitCode = SIGNALS[signal];
  };
  const signals = Object.keys(SIGNALS) as Signal[];
  for (const signal of signals) process.on(signal, forward);
  const exitCode = await done;
  for (const signal of signals) process.off(signal, forward);
  return signalExitCode || exitCode;
}

/**
 * Builds the report in a separate process, because no other folder may import `report/`. tsx keeps what it has compiled in the
 * temporary folder, so it has that of before the run.
 */
export function buildReport(file: string): Promise<number> {
  return runNode([BOOTSTRAP, 'report/build.ts', file], FOLDER_BEFORE_RUN).done;
}

const HAS_SIGNALS = process.platform !== 'win32';

/** Without this flag, V8 keeps collecting garbage in a process that waits. `package.json` gives it to the command itself. */
const QUIET = '--no-memory-reducer';

/**
 * Runs Node in its own process group. Otherwise Playwright would get a terminal's Ctrl-C twice, from the terminal and from here, and
 * would exit at the second one without ending the engines.
 */
function runNode(args: string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [QUIET, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    // On Windows it would have a console of its own, and its output would not appear.
    detached: HAS_SIGNALS,
    env: { ...process.env, ...environment },
  });
  const done = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return { child, done };
}
