import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from '../checkout/paths.ts';
import { SIGNALS, type Signal } from '../checkout/signals.ts';

const BOOTSTRAP = join(ROOT, 'runner/bootstrap.mjs');
const PLAYWRIGHT = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
/**
 * Runs Playwright Test, and passes Ctrl-C on to it: it ends what it started, and the results stay.
 * @returns Its exit code, or a shell's for the signal that ended it.
 */
export async function runPlaywright(
  engines: readonly string[],
  environment: Record<string, string>,
): Promise<number> {
  const projects = engines.map((name) => `--project=${name}`);
  const config = join(ROOT, 'playwright.config.ts');
  const { child, done } = runNode([PLAYWRIGHT, 'test', '--config', config, ...projects], environment);
  let interrupted = 0;
  const forward = (signal: Signal) => {
    if (interrupted === 0) child.kill('SIGINT');
    interrupted = SIGNALS[signal];
  };
  const signals = Object.keys(SIGNALS) as Signal[];
  for (const signal of signals) process.on(signal, forward);
  const exitCode = await done;
  for (const signal of signals) process.off(signal, forward);
  return interrupted || exitCode;
}

/** Builds the report in a process of its own: nothing imports `report/`. */
export function buildReport(file: string): Promise<number> {
  return runNode([BOOTSTRAP, 'report/build.ts', file]).done;
}

/** V8 else collects garbage again and again in a process that waits, which is 1% of a core beside what is measured. */
const QUIET = '--no-memory-reducer';

/**
 * In a process group of its own: of a terminal's Ctrl-C Playwright would get one signal from the terminal and one
 * from here, and at the second it would leave without ending what it started.
 */
function runNode(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [QUIET, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, ...environment },
  });
  const done = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return { child, done };
}
