import { existsSync } from 'node:fs';
import { defineCommand } from '../../results/command-line/command.ts';
import { type FlagValues, toggle } from '../../results/command-line/flags.ts';
import { shownCommand } from '../../results/command-line/installation.mjs';
import { UsageError } from '../../results/command-line/user-error.ts';
import { modifiedMs, readResults } from '../../results/file/read.ts';
import { checkWritable, resultsFiles, writeResults } from '../../results/file/write.ts';
import type { Results } from '../../results/schema/results.ts';
import type { Run } from '../../results/schema/run.ts';
import { SIZES_BYTES } from '../../results/schema/sizes.ts';
import { summarize } from '../../results/summary/summarize.ts';
import { engine, INSTALL_FLAGS, out, RUN_FLAGS, wait } from '../bench/flags.ts';
import { buildReport, runPlaywright } from '../bench/processes.ts';
import {
  checkOnlyModules,
  checkSameBuild,
  checkSameClient,
  checkSameEngines,
  missingParts,
  notBegun,
  unfinishedRun,
} from '../bench/resume.ts';
import { newRunOrUsage, runEnvironment } from '../bench/run.ts';
import { endRun, resumeRun } from '../bench/run-log.ts';
import { modulesAmong, select } from '../bench/selection.ts';
import { inCheckout } from '../checkout/checkout.ts';
import { CLIENT_DIR, shownPath } from '../checkout/paths.ts';
import { STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { describeEngines, type FoundEngines, setUpEngines } from '../engines/set-up.ts';
import { thisHost } from '../machine/host.ts';
import { whyTooLarge } from '../machine/room.ts';
import { buildClient, clientHash } from '../serve/build-client.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { formatTables } from '../terminal/table.ts';

const FLAGS = {
  engine,
  ...RUN_FLAGS,
  out,
  resume: toggle({
    help: 'resume the last interrupted run with its plan; pass the same --engine and modules',
  }),
  wait,
  ...INSTALL_FLAGS,
};
type Options = FlagValues<typeof FLAGS>;
/** The flags that determine the plan of a run. */
const PLAN_FLAGS = ['suite', 'size', 'launches', 'quick', 'full', 'seed', 'placement', 'isolation'] as const;

/**
 * A run, from its plan to its report.
 *
 * Playwright Test runs the plan (`bench/bench.spec.ts`): for each engine and suite it starts launches until the figures are
 * narrow or the time is up, then watches collections and memory, and finally checks the claims. Each event is appended to the
 * run's log, from which the results file is written at the end.
 * @param unfinished What the run has measured, if it is resumed.
 * @returns The exit code.
 */
async function measureAndReport(
  run: Run,
  options: Options,
  modules: readonly string[],
  unfinished: Results | undefined,
): Promise<number> {
  await checkWritable(options.out);
  const asked = options.engine ?? STARTED_ENGINE_NAMES;
  const found = await setUpEngines(asked, options, console.log);
  refuseTooLarge(run, found);
  if (unfinished) {
    checkSameEngines(unfinished, found, thisHost().id);
    await buildClient(CLIENT_DIR, modules);
    await checkSameClient(options.out, run, await clientHash());
    resumeRun(options.out, run.id);
  }
  sayWhatIsMeasured(run, found);

  const exitCode = await runPlaywright(asked, runEnvironment(run, options.out, modules));

  const files = resultsFiles(options.out, run.id);
  // Playwright writes the results at its end, which it does not reach if it is killed. A resumed run has those of before.
  const isWritten =
    existsSync(files.run) && (!unfinished || (await readResults(files.log)).outcome !== 'unfinished');
  if (!isWritten) await endRun(options.out, run.id, 'interrupted');
  if (!existsSync(files.run)) {
    console.error('Nothing was measured, and no results were written.');
    return exitCode || 1;
  }
  const results = await readResults(files.run);
  console.log(`\n${formatTables(summarize(results))}\n`);
  if (results.outcome !== 'complete') {
    for (const part of [...missingParts(results), ...notBegun(results, found)]) {
      console.error(`not completed: ${part}`);
    }
    const resume = shownCommand('bench', '--resume');
    console.error(`To complete this run, with the same --engine and modules: ${resume}`);
  }
  console.log(`results: ${shownPath(files.run)} (also as ${shownPath(files.latest)})`);
  const reported = await buildReport(files.run);
  return exitCode || reported || exitCodeOf(results, options.engine, found);
}

/** @throws {UsageError} if a size was requested that this machine has no room for. The default sizes are skipped instead. */
function refuseTooLarge({ suites }: Run, found: FoundEngines): void {
  // The memory of another machine is unknown.
  const isHere = [...found.values()].some((one) => one.status === 'found' && one.unwatchable === undefined);
  const requested = suites
    .flatMap(({ sizesBytes }) => sizesBytes)
    .filter((one) => !SIZES_BYTES.includes(one));
  const reason = isHere ? whyTooLarge(Math.max(0, ...requested)) : undefined;
  if (reason !== undefined) throw new UsageError(`--size: ${reason}; measure smaller sizes`);
}

function sayWhatIsMeasured(run: Run, found: FoundEngines): void {
  for (const line of describeEngines(found)) console.log(line);
  console.log(`\nrun ${run.id}, profile ${run.profile}, seed ${run.seed}`);
  for (const { name, question } of run.suites) console.log(`${name}: ${question}`);
}

/** Writes the results of a killed run from its log. */
async function rescue(runId: string, { out, resume }: Options): Promise<void> {
  const { log } = resultsFiles(out, runId);
  if (resume || (await modifiedMs(log)) === 0) return;
  const { run } = await writeResults(out, await readResults(log));
  console.log(
    `Its measurements are in ${shownPath(run)}. To resume it: ${shownCommand('bench', '--resume')}. This command starts a new run.`,
  );
}

/** 1 if a cell failed, a requested engine could not run, or the run is incomplete. */
function exitCodeOf(
  results: Results,
  asked: readonly StartedEngineName[] | null,
  found: FoundEngines,
): number {
  const absent = (asked ?? []).filter((name) => found.get(name)?.status === 'missing');
  for (const line of describeEngines(new Map([...found].filter(([name]) => absent.includes(name))))) {
    console.error(`requested but not measured: ${line}`);
  }
  const failed = results.cells.filter(({ status }) => status === 'failed').length;
  if (failed > 0) console.error(`${failed} of ${results.cells.length} cells failed; the reasons are above`);
  return absent.length > 0 || failed > 0 || results.outcome !== 'complete' ? 1 : 0;
}

export const command = defineCommand({
  name: 'bench',
  does: 'Measures every engine it finds, writes the results and builds the report.',
  flags: FLAGS,
  async run({ flags, given }) {
    const planned = flags.resume ? PLAN_FLAGS.find((flag) => given.has(flag)) : undefined;
    if (planned) {
      throw new UsageError(`--${planned} cannot be combined with --resume: a resumed run keeps its plan`);
    }
    const modules = modulesAmong(flags.transport);
    const suites = await discoverSuites(modules);
    const selection = select(flags, suites);
    const unfinished = flags.resume ? await unfinishedRun(flags.out) : undefined;
    if (unfinished) {
      checkSameBuild(unfinished.run, suites);
      checkOnlyModules(flags.transport ?? []);
    }
    const run = unfinished?.run ?? newRunOrUsage(selection, suites);
    const wish = { runId: run.id, wait: flags.wait, say: console.log };
    return inCheckout(wish, async (killed) => {
      if (killed !== undefined) await rescue(killed, flags);
      // While this command waited, the other command may have resumed and completed the run.
      const left = flags.resume ? await unfinishedRun(flags.out) : undefined;
      return measureAndReport(run, flags, modules, left);
    });
  },
});
