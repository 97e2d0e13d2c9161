import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defineCommand } from '../../results/command-line/command.ts';
import { UsageError } from '../../results/command-line/user-error.ts';
import { readResults } from '../../results/file/read.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import { median } from '../../results/statistics/estimate.ts';
import { engine, noInstall, RUN_FLAGS, wait } from '../bench/flags.ts';
import { processesOf } from '../checkout/leftovers.ts';
import { ROOT } from '../checkout/paths.ts';
import { processTree, READS_PROCESSES } from '../watch/process-tree.ts';

/** The bench again and again, as a machine that measures every night has it: what is left behind, and does the tenth run take more than the first? */

const DEFAULT_RUNS = '10';
const DEFAULT_FLAGS = ['--engine', 'chromium,node', '--suite', 'round-trip'];
const RUNS = 'runs';
const LOOK_EVERY_MS = 500;
/** The runs' peaks scatter by less; what grows by something a run has grown by more in ten. */
const MOST_GROWTH = 1.1;

interface Round {
  /** Of the runner's own processes together, without the engines, at their most. */
  readonly peakBytes: number;
  /** What is wrong, in words. */
  readonly faults: readonly string[];
}

async function runOnce(outDir: string, flags: readonly string[]): Promise<Round> {
  const before = [new Set(await ownFiles()), new Set(await runsIn(outDir))] as const;
  const args = [
    'runner/bootstrap.mjs',
    'runner/commands/bench.ts',
    '--no-install',
    '--out',
    outDir,
    ...flags,
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let peakBytes = 0;
  let isOver = false;
  void exited.then(() => {
    isOver = true;
  });
  while (!isOver) {
    peakBytes = Math.max(peakBytes, await runnerBytes(child.pid ?? 0));
    await delay(LOOK_EVERY_MS);
  }
  const [exitCode] = await exited;
  const faults = exitCode === 0 ? [] : [`exit code ${exitCode}`];
  const files = (await ownFiles()).filter((name) => !before[0].has(name));
  if (files.length > 0) faults.push(`left in ${tmpdir()}: ${files.join(', ')}`);
  const [file] = (await runsIn(outDir)).filter((name) => !before[1].has(name));
  if (file === undefined) return { peakBytes, faults: [...faults, 'it wrote no file'] };
  const { run, outcome } = await readResults(join(outDir, RUNS, file));
  if (outcome !== 'complete') faults.push(`${run.id} is ${outcome}`);
  const left = await processesOf(run.id);
  if (left.length > 0) faults.push(`processes left: ${left.join(', ')}`);
  return { peakBytes, faults };
}

/** What this suite and the browsers make in the folder for temporary files, and nobody else. */
async function ownFiles(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) =>
    /clone-transfer-share|playwright|chromium|tsx-/i.test(name),
  );
}

function runsIn(outDir: string): Promise<string[]> {
  return readdir(join(outDir, RUNS)).catch(() => []);
}

/** The resident memory of a process and those that it has started, but for engines. */
async function runnerBytes(root: number): Promise<number> {
  let bytes = 0;
  for (const pid of await processTree([root])) {
    const folder = join('/proc', String(pid));
    const executable = await readlink(join(folder, 'exe')).catch(() => '');
    const command = await readFile(join(folder, 'cmdline'), 'utf8').catch(() => '');
    if (executable !== process.execPath || command.includes('runtime.mjs')) continue;
    const status = await readFile(join(folder, 'status'), 'utf8').catch(() => '');
    bytes += 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  }
  return bytes;
}

/** @returns The exit code. */
async function soak(runs: number, flags: readonly string[]): Promise<number> {
  const outDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-soak-'));
  const rounds: Round[] = [];
  try {
    for (let round = 1; round <= runs; round++) {
      const one = await runOnce(outDir, flags);
      rounds.push(one);
      const said = one.faults.length === 0 ? 'nothing left, the file is valid' : one.faults.join('; ');
      console.log(`${round} of ${runs}: the runner at most ${formatSize(one.peakBytes, ' ', 3)}; ${said}`);
    }
    const files = await runsIn(outDir);
    const peaks = rounds.map(({ peakBytes }) => peakBytes);
    const half = Math.floor(runs / 2);
    const growth = median(peaks.slice(-half)) / median(peaks.slice(0, half));
    console.log(
      `${files.length} valid files; the runner's peak, the later half to the earlier: ×${growth.toFixed(2)}`,
    );
    const isSound = files.length === runs && growth < MOST_GROWTH;
    return isSound && rounds.every(({ faults }) => faults.length === 0) ? 0 : 1;
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function countOf(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 2) return runs;
  throw new UsageError(`'${text}' is not a number of runs, 2 or more`);
}

export const command = defineCommand({
  name: 'test:soak',
  does: 'Runs the bench again and again: what does it leave behind, and does the last run take more memory than the first?',
  flags: { engine, ...RUN_FLAGS, wait, noInstall },
  arguments: {
    shown: '[RUNS]',
    help: `number of runs (default: ${DEFAULT_RUNS}); the flags are passed to each (default: ${DEFAULT_FLAGS.join(' ')})`,
    least: 0,
    most: 1,
  },
  async run({ given, arguments: [count = DEFAULT_RUNS] }) {
    const runs = countOf(count);
    if (!READS_PROCESSES) throw new UsageError('only Linux shows what is left running');
    return soak(runs, given.size > 0 ? [...given.values()] : DEFAULT_FLAGS);
  },
});
