import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../results/command-line/user-error.ts';
import { parseResults } from '../../results/file/parse.ts';
import { keptOf } from '../../results/file/resume.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import type { Results } from '../../results/schema/results.ts';
import { type Run, runSchema, type SuiteInfo } from '../../results/schema/run.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { RESULTS_DIR } from '../checkout/paths.ts';
import { newRunId, RUN_VARIABLE } from '../checkout/run-id.ts';
import { type DiscoveredSuite, discoverSuites } from '../serve/discovery.ts';
import { CLAIMS, seed } from './flags.ts';
import { type Selection, selectionOf } from './selection.ts';

const MODULES_VARIABLE = 'CLONE_TRANSFER_SHARE_MODULES';
const OUT_VARIABLE = 'CLONE_TRANSFER_SHARE_OUT';
const RESUME_VARIABLE = 'CLONE_TRANSFER_SHARE_RESUME';

export function newRun(options: Selection, suites: readonly DiscoveredSuite[]): Run {
  const startedAt = new Date().toISOString();
  return {
    id: newRunId(startedAt),
    startedAt,
    profile: options.profile,
    seed: options.seed,
    suites: suites
      .filter(({ name, byDefault }) =>
        options.suites ? options.suites.includes(name) : byDefault || options.profile === 'full',
      )
      .flatMap((suite) => chosenOf(suite, options) ?? []),
    claims: options.suites?.includes(CLAIMS) ?? true,
    sampling: options.sampling,
    pressure: PROFILES[options.profile].pressure,
    ...suiteBuild(),
  };
}

/** @throws {UsageError} where nothing of what was asked for is there. */
export function newRunOrUsage(options: Selection, suites: readonly DiscoveredSuite[]): Run {
  const run = newRun(options, suites);
  if (run.suites.length > 0 || options.suites?.includes(CLAIMS)) return run;
  const others = newRun({ ...options, suites: suites.map(({ name }) => name) }, suites).suites;
  const hint = others.length > 0 ? `; there it is: --suite ${others.map(({ name }) => name).join(',')}` : '';
  throw new UsageError(
    `none of the suites that are measured has any of the transports at any of the sizes that were asked for${hint}`,
  );
}

/** What was asked for of a suite; `undefined` where it has nothing of it. */
function chosenOf({ byDefault: _, ...suite }: DiscoveredSuite, options: Selection): SuiteInfo | undefined {
  const { transports: chosen, sizesBytes } = options;
  const wanted = sizesBytes ?? PROFILES[options.profile].sizesBytes;
  const transports = suite.transports.filter(({ name, role }) => {
    if (role === 'twin') return !chosen || (suite.baseline !== null && chosen.includes(suite.baseline));
    return role === 'control' || !chosen || chosen.includes(name);
  });
  // What moves nothing is measured whatever the sizes.
  const sizes = suite.sizesBytes.filter(
    (sizeBytes) => sizeBytes === 0 || (wanted?.includes(sizeBytes) ?? true),
  );
  if (sizes.length === 0 || !transports.some(({ role }) => role === 'transport')) return undefined;
  return { ...suite, transports, sizesBytes: sizes };
}

/** What Playwright Test's processes are told of the run: they have no other way in. */
export function runEnvironment(run: Run, outDir: string, modules: readonly string[]): Record<string, string> {
  return {
    [RUN_VARIABLE]: JSON.stringify(run),
    [OUT_VARIABLE]: outDir,
    [MODULES_VARIABLE]: JSON.stringify(modules.map((path) => resolve(path))),
  };
}

/** The run that Playwright Test was started for; started by hand, it is a default one. */
export async function currentRun(): Promise<Run> {
  const text = process.env[RUN_VARIABLE];
  if (text !== undefined) return parsePlan(text);
  const suites = await discoverSuites();
  const run = newRun(selectionOf('default', seed.absent('--seed')), suites);
  // Playwright's workers inherit it, and so measure the same run.
  Object.assign(process.env, runEnvironment(run, RESULTS_DIR, []));
  return run;
}

/** @throws {Error} where the environment holds something else. */
function parsePlan(text: string): Run {
  try {
    return runSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${RUN_VARIABLE} holds no plan: npm run --silent plan prints one`);
  }
}

/** The modules with transports of the user's own that the client is built with. */
export function currentModules(): string[] {
  return z.array(z.string()).parse(JSON.parse(process.env[MODULES_VARIABLE] ?? '[]'));
}

/** What stands already of the run, where an unfinished one is gone on with. */
export function begunResults(): Results | undefined {
  const file = process.env[RESUME_VARIABLE];
  return file === undefined ? undefined : keptOf(parseResults(readFileSync(file, 'utf8'), file));
}

/** Names the file of an unfinished run to Playwright Test's processes. */
export function resumeEnvironment(file: string): Record<string, string> {
  return { [RESUME_VARIABLE]: file };
}

export function currentOutDir(): string {
  return process.env[OUT_VARIABLE] ?? RESULTS_DIR;
}
