import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { runCommand } from '../results/command.ts';
import { readResults } from '../results/read.ts';
import type { Results } from '../results/schema.ts';
import { resultsFiles } from '../results/write.ts';
import { STARTED_ENGINE_NAMES, type StartedEngineName } from './engines.ts';
import { helpText, parseOptions } from './options.ts';
import { ROOT } from './paths.ts';
import { names, newRun, runEnvironment } from './run.ts';
import { describeEngines, type FoundEngines, setUpEngines } from './set-up.ts';
import { formatTables } from './table.ts';
import { discoverTransports } from './transports.ts';

const DOES = 'Measures every engine it finds, writes the results and builds the report.';

await runCommand(async (args) => {
  const transports = await discoverTransports();
  const options = parseOptions('bench', args, names(transports));
  if (!options) {
    console.log(helpText('bench', DOES));
    return 0;
  }
  const engines = options.engines ?? STARTED_ENGINE_NAMES;
  const found = await setUpEngines(engines, { install: options.install, say: console.log });
  for (const line of describeEngines(found)) console.log(line);

  const run = newRun(options, transports);
  console.log(`\nrun ${run.id}, profile ${run.profile}, seed ${run.seed}`);
  const exitCode = await runPlaywright(engines, runEnvironment(run, options.outDir));

  const files = resultsFiles(options.outDir, run.id);
  const results = await readResults(files.run).catch(() => undefined);
  if (!results) {
    console.error('Nothing was measured, and no results were written.');
    return exitCode || 1;
  }
  console.log(`\n${formatTables(results)}\n`);
  console.log(`results: ${relative(ROOT, files.run)}, and as ${relative(ROOT, files.latest)}`);
  const reported = await runNode([BOOTSTRAP, 'report/build.ts', files.run, '--no-install']).done;
  return exitCode || reported || exitCodeOf(results, options.engines, found);
});

/** 1 where a cell failed, or an engine asked for by name could not run. */
function exitCodeOf(results: Results, asked: readonly StartedEngineName[] | null, found: FoundEngines): number {
  const absent = (asked ?? []).filter((name) => found.get(name)?.status === 'missing');
  for (const line of describeEngines(new Map([...found].filter(([name]) => absent.includes(name))))) {
    console.error(`asked for, and not measured: ${line}`);
  }
  const failed = results.cells.filter(({ status }) => status === 'failed').length;
  if (failed > 0) console.error(`${failed} of ${results.cells.length} cells failed; their reasons are above`);
  return absent.length > 0 || failed > 0 ? 1 : 0;
}

const BOOTSTRAP = join(ROOT, 'runner/bootstrap.mjs');
const PLAYWRIGHT = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof SIGNALS;

/** Runs Playwright Test, and passes Ctrl-C on to it: it ends what it started, and the results stay. */
async function runPlaywright(engines: readonly string[], environment: Record<string, string>): Promise<number> {
  const projects = engines.map((name) => `--project=${name}`);
  const config = join(ROOT, 'playwright.config.ts');
  const { child, done } = runNode([PLAYWRIGHT, 'test', '--config', config, ...projects], environment);
  let interrupted = 0;
  const forward = (signal: Signal) => {
    if (interrupted === 0) child.kill('SIGINT');
    interrupted = SIGNALS[signal];
  };
  for (const signal of Object.keys(SIGNALS) as Signal[]) process.on(signal, forward);
  const exitCode = await done;
  return interrupted || exitCode;
}

/**
 * In a process group of its own: of a terminal's Ctrl-C Playwright would get one signal from the terminal and one
 * from here, and at the second it would leave without ending what it started.
 */
function runNode(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, {
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
