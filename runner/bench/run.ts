import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { UsageError } from '../../results/command-line/user-error.ts';
import { parseLog } from '../../results/file/log.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { resultsFiles } from '../../results/file/write.ts';
import { type Entry, isAbout } from '../../results/schema/entry.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Results } from '../../results/schema/results.ts';
import { type Run, runSchema, type SuiteInfo } from '../../results/schema/run.ts';
import { PAGE_CLAIMS } from '../../suites/claims/page-claims.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { RESULTS_DIR } from '../checkout/paths.ts';
import { newRunId, RUN_VARIABLE } from '../checkout/run-id.ts';
import { type DiscoveredSuite, discoverSuites } from '../serve/discovery.ts';
import { CLAIMS, seed } from './flags.ts';
import { isSelected, type Selection, selectionOf, takes } from './selection.ts';

const MODULES_VARIABLE = 'CLONE_TRANSFER_SHARE_MODULES';
const OUT_VARIABLE = 'CLONE_TRANSFER_SHARE_OUT';

export function newRun(options: Selection, suites: readonly DiscoveredSuite[]): Run {
  const startedAt = new Date().toISOString();
  return {
    id: newRunId(startedAt),
    startedAt,
    profile: options.profile,
    seed: options.seed,
    suites: suites
      .filter((suite) => isSelected(suite, options))
      .flatMap((suite) => narrow(placed(suite, options), options) ?? []),
    claims: options.suites?.includes(CLAIMS) ?? true,
    isolation: options.isolation,
    sampling: options.sampling,
    pressure: PROFILES[options.profile].pressure,
    ...suiteBuild(),
  };
}

/** @throws {UsageError} if no suite has any of the requested transports at any of the requested sizes. */
export function newRunOrUsage(options: Selection, suites: readonly DiscoveredSuite[]): Run {
  const run = newRun(options, suites);
  if (run.suites.length > 0 || options.suites?.includes(CLAIMS)) return run;
  const others = newRun({ ...options, suites: suites.map(({ name }) => name) }, suites).suites;
  const hint =
    others.length > 0 ? `; these suites have them: --suite ${others.map(({ name }) => name).join(',')}` : '';
  throw new UsageError(`no suite of this run has the requested transports at the requested sizes${hint}`);
}

/** A suite that starts threads of its own stays free. */
function placed(suite: DiscoveredSuite, { placement }: Selection): DiscoveredSuite {
  return placement === null || suite.placement === 'free' ? suite : { ...suite, placement };
}

/** A suite with only the requested transports and sizes; `undefined` if it has none of them. */
function narrow(discovered: DiscoveredSuite, options: Selection): SuiteInfo | undefined {
  const { measuredBy: _, anySizeUpToBytes: __, ...suite } = discovered;
  const { transports: chosen } = options;
  const transports = suite.transports.filter(({ name, role }) => {
    if (role === 'twin') return !chosen || (suite.baseline !== null && chosen.includes(suite.baseline));
    return role === 'control' || !chosen || chosen.includes(name);
  });
  const sizes = sizesFor(discovered, options);
  if (sizes.length === 0 || !transports.some(({ role }) => role === 'transport')) return undefined;
  return { ...suite, transports, sizesBytes: sizes };
}

/** The requested sizes that a suite takes, or else its own sizes in the profile. */
function sizesFor(suite: DiscoveredSuite, { sizesBytes, profile }: Selection): number[] {
  // A suite that moves nothing has the size 0, which is always measured.
  const nothing = suite.sizesBytes.filter((sizeBytes) => sizeBytes === 0);
  if (sizesBytes) return [...nothing, ...sizesBytes.filter((sizeBytes) => takes(suite, sizeBytes))];
  const own = PROFILES[profile].sizesBytes;
  return suite.sizesBytes.filter((sizeBytes) => sizeBytes === 0 || (own?.includes(sizeBytes) ?? true));
}

/**
 * The environment that passes the run to Playwright Test's processes, which take no other input. Compressed, as a variable of
 * Windows has at most 32,767 characters, and the plan of `--full` is longer.
 */
export function runEnvironment(run: Run, outDir: string, modules: readonly string[]): Record<string, string> {
  return {
    [RUN_VARIABLE]: JSON.stringify({ id: run.id, packed: pack(run) } satisfies PackedRun),
    [OUT_VARIABLE]: outDir,
    [MODULES_VARIABLE]: JSON.stringify(modules.map((path) => resolve(path))),
  };
}

/** The run that Playwright Test was started for; a default run if a user started Playwright Test directly. */
export async function currentRun(): Promise<Run> {
  const text = process.env[RUN_VARIABLE];
  if (text !== undefined) return parsePlan(text);
  const suites = await discoverSuites();
  const run = newRun(selectionOf('default', seed.absent('--seed')), suites);
  // Playwright's workers inherit the environment, and so measure the same run.
  Object.assign(process.env, runEnvironment(run, RESULTS_DIR, []));
  return run;
}

const packedSchema = z.strictObject({ id: runSchema.shape.id, packed: z.base64() });
/** The id is in clear, because a run finds what an earlier one has left by it. */
type PackedRun = z.infer<typeof packedSchema>;

function pack(run: Run): string {
  return deflateSync(JSON.stringify(run)).toString('base64');
}

/** @throws {Error} if the text is not a plan. */
function parsePlan(text: string): Run {
  try {
    const value: unknown = JSON.parse(text);
    const { data: packed } = packedSchema.safeParse(value);
    return runSchema.parse(
      packed ? JSON.parse(inflateSync(Buffer.from(packed.packed, 'base64')).toString()) : value,
    );
  } catch {
    throw new Error(`${RUN_VARIABLE} does not contain a plan; npm run --silent plan prints one`);
  }
}

/** The paths of the user's transport modules that the client is built with. */
export function currentModules(): string[] {
  return z.array(z.string()).parse(JSON.parse(process.env[MODULES_VARIABLE] ?? '[]'));
}

/**
 * What a run that is resumed has recorded. Nothing for a new run, and for a shard that is run again: each suite starts again, as its
 * report has only what it records itself.
 */
export interface Before {
  /** Whether it has completed a suite, or the claims, in an engine. */
  isComplete(engine: EngineName, title: string): boolean;
  entriesOf(engine: EngineName, suite: string): readonly Entry[];
}

/** @throws {ResultsError} if the run's log cannot be read. */
export async function recordedBefore(id: string): Promise<Before> {
  const { log } = resultsFiles(currentOutDir(), id);
  const entries = existsSync(log) ? parseLog(await readFile(log, 'utf8'), log) : [];
  const isResumed = entries.some(({ kind }) => kind === 'resumed');
  return {
    isComplete: (engine, title) =>
      isResumed &&
      isComplete(
        {
          passes: entries.filter((entry) => entry.kind === 'pass'),
          claims: entries.filter((entry) => entry.kind === 'claim'),
        },
        engine,
        title,
      ),
    entriesOf: (engine, suite) =>
      isResumed ? entries.filter((entry) => isAbout({ engine, suite }, entry)) : [],
  };
}

/** Whether a suite has been measured and watched in an engine, or the claims have been checked in it. */
export function isComplete(
  { passes, claims }: Pick<Results, 'passes' | 'claims'>,
  engine: EngineName,
  title: string,
): boolean {
  return title === CLAIMS
    ? PAGE_CLAIMS.every(({ id }) => claims.some((claim) => claim.engine === engine && claim.id === id))
    : passes.some((pass) => pass.engine === engine && pass.suite === title);
}

export function currentOutDir(): string {
  return process.env[OUT_VARIABLE] ?? RESULTS_DIR;
}
