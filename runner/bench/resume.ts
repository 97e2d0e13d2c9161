import { readFile } from 'node:fs/promises';
import { UsageError } from '../../results/command-line/user-error.ts';
import { parseLog } from '../../results/file/log.ts';
import { readResults } from '../../results/file/read.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { VISIT } from '../../results/file/visitor.ts';
import { resultsFiles } from '../../results/file/write.ts';
import { inWords } from '../../results/findings/format.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { FoundEngines } from '../engines/set-up.ts';
import { transportNames } from '../serve/discovery.ts';
import { CLAIMS } from './flags.ts';
import { isComplete } from './run.ts';
import { modulesAmong } from './selection.ts';

/** What `--resume` continues, and what must be as it was: figures of two versions must not become one run. */

/**
 * The last run in a folder, which was interrupted.
 * @throws {ResultsError, UsageError} if there is none.
 */
export async function unfinishedRun(outDir: string): Promise<Results> {
  const results = await readResults(resultsFiles(outDir, '').latest);
  if (results.outcome === 'complete') {
    throw new UsageError(`--resume: nothing to resume; the last run, ${results.run.id}, is complete`);
  }
  if (results.engines.some(({ engine }) => engine === VISIT)) {
    throw new UsageError(
      `--resume: the last run, ${results.run.id}, is of a browser that was opened by hand, which only its visitor can measure`,
    );
  }
  return results;
}

/** The engines that a run has not begun to measure: `"node: not begun"`. */
export function notBegun({ engines }: Results, found: FoundEngines): string[] {
  const begun = engines.map(({ engine }) => engine);
  return [...found].flatMap(([name, { status }]) =>
    status === 'missing' || begun.includes(name) ? [] : [`${name}: not begun`],
  );
}

/** What a run lacks in the engines that it has begun to measure: `"node: burst and claims"`. */
export function missingParts(results: Results): string[] {
  return results.engines.flatMap(({ engine, status }) => {
    const missing = titlesOf(results.run).filter((title) => !isComplete(results, engine, title));
    return status === 'missing' || missing.length === 0 ? [] : [`${engine}: ${inWords(missing)}`];
  });
}

/** The suites, and the claims if they are checked. */
function titlesOf({ suites, claims }: Run): string[] {
  return [...suites.map(({ name }) => name), ...(claims ? [CLAIMS] : [])];
}

/** @throws {UsageError} if this build would measure something else under the run's id. */
export function checkSameBuild({ commit, suites }: Run, known: readonly SuiteInfo[]): void {
  const { commit: own } = suiteBuild();
  if (own !== commit) {
    throw new UsageError(
      `--resume: the run was started from commit ${commit}, but this is ${own}; check out that commit, or start a new run`,
    );
  }
  const names = transportNames(known);
  const absent = transportNames(suites).filter((name) => !names.includes(name));
  if (absent.length > 0) {
    throw new UsageError(
      `--resume: the run includes your transports ${absent.join(', ')}; pass their modules again with --transport`,
    );
  }
}

/** @throws {UsageError} if `--transport` names more than modules. */
export function checkOnlyModules(transports: readonly string[]): void {
  const modules = modulesAmong(transports);
  const other = transports.find((one) => !modules.includes(one));
  if (other !== undefined) {
    throw new UsageError(
      `--transport ${other} cannot be combined with --resume: a resumed run keeps its transports; pass only your own modules`,
    );
  }
}

/**
 * Changes that are not committed, and what a module imports, show in the client that is built from them.
 * @param sha256 Of the client as it is built now.
 * @throws {UsageError} if the run has measured another client.
 */
export async function checkSameClient(outDir: string, { id }: Run, sha256: string): Promise<void> {
  const { log } = resultsFiles(outDir, id);
  const entries = parseLog(await readFile(log, 'utf8'), log);
  if (!entries.some((entry) => entry.kind === 'client' && entry.sha256 !== sha256)) return;
  throw new UsageError(
    '--resume: the suites or your modules were changed after the run was started, so its figures would be of two versions; undo the changes, or start a new run',
  );
}

/**
 * @param hostId Of this machine.
 * @throws {UsageError} if an engine that has measured a part of the run would not go on, is another version now, or is on another machine.
 */
export function checkSameEngines(unfinished: Results, found: FoundEngines, hostId: string): void {
  const { run, engines, launches } = unfinished;
  const isWhole = (engine: EngineName, title: string) => isComplete(unfinished, engine, title);
  const titles = titlesOf(run);
  for (const before of engines) {
    const { engine: name } = before;
    if (before.status === 'missing' || titles.every((title) => isWhole(name, title))) continue;
    const now = [...found].find(([one]) => one === name)?.[1];
    const begun = launches.filter((launch) => launch.engine === name && !isWhole(name, launch.suite));
    if (now?.status !== 'found' && begun.length > 0) {
      throw new UsageError(
        `--resume: the run has measured a part of ${name}, which ${now ? `is missing now: ${now.reason}` : '--engine leaves out'}; ` +
          'pass the same --engine, or start a new run',
      );
    }
    if (now?.status === 'found' && now.record.version !== before.version) {
      throw new UsageError(
        `--resume: the run measured ${name} ${before.version}, and this is ${now.record.version}; start a new run`,
      );
    }
    const host = now?.status === 'found' && now.unwatchable !== undefined ? null : hostId;
    if (begun.some((launch) => launch.host !== host)) {
      throw new UsageError(
        `--resume: the run has measured a part of ${name} on another machine; go on there, or start a new run`,
      );
    }
  }
}
