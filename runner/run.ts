import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, runSchema, type TransportInfo } from '../results/schema.ts';
import { type Options, parseOptions } from './options.ts';
import { RESULTS_DIR, ROOT } from './paths.ts';
import { PROFILES } from './profiles.ts';
import { discoverTransports } from './transports.ts';

const RUN_VARIABLE = 'CLONE_TRANSFER_SHARE_RUN';
const OUT_VARIABLE = 'CLONE_TRANSFER_SHARE_OUT';

export function newRun(options: Options, transports: readonly TransportInfo[]): Run {
  const startedAt = new Date().toISOString();
  const chosen = options.transports;
  return {
    id: `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${randomBytes(3).toString('hex')}`,
    startedAt,
    profile: options.profile,
    seed: options.seed,
    suites: [...options.suites],
    transports: transports.filter(({ name, role }) => {
      if (role === 'twin') return !chosen || chosen.includes('clone');
      return role === 'control' || !chosen || chosen.includes(name);
    }),
    sizesBytes: [...options.sizesBytes],
    sampling: options.sampling,
    pressure: PROFILES[options.profile].pressure,
    suiteVersion: readVersion(),
    commit: readCommit(),
  };
}

/** What Playwright Test's processes are told of the run: they have no other way in. */
export function runEnvironment(run: Run, outDir: string): Record<string, string> {
  return { [RUN_VARIABLE]: JSON.stringify(run), [OUT_VARIABLE]: outDir };
}

/** The run that Playwright Test was started for; started by hand, it is a default one. */
export async function currentRun(): Promise<Run> {
  const text = process.env[RUN_VARIABLE];
  if (text !== undefined) return runSchema.parse(JSON.parse(text));
  const transports = await discoverTransports();
  const options = parseOptions('bench', [], names(transports)) as Options;
  const run = newRun(options, transports);
  // Playwright's workers inherit it, and so measure the same run.
  Object.assign(process.env, runEnvironment(run, options.outDir));
  return run;
}

export function currentOutDir(): string {
  return process.env[OUT_VARIABLE] ?? RESULTS_DIR;
}

/** The names that `--transport` takes. */
export function names(transports: readonly TransportInfo[]): string[] {
  return transports.filter(({ role }) => role === 'transport').map(({ name }) => name);
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

/** `null` outside a git checkout. */
function readCommit(): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain') ? '-dirty' : '');
  } catch {
    return null;
  }
}
