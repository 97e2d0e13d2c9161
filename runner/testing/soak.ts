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

/** Runs the bench repeatedly, as on a machine that measures every night, to find files and processes left behind and memory growth. */

const DEFAULT_RUNS = '10';
const DEFAULT_FLAGS = ['--engine', 'chromium,node', '--suite', 'round-trip'];
const RUNS = 'runs';
const POLL_INTERVAL_MS = 500;
/** Larger than the scatter of the peaks between runs, and smaller than what a leak in each run adds up to in ten runs. */
const MAX_GROWTH = 1.1;

interface Round {
  /** The peak memory of all processes of the runner, without the engines. */
  readonly peakBytes: number;
  /** A description of each problem. */
  readonly problems: readonly string[];
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
    await delay(POLL_INTERVAL_MS);
  }
  const [exitCode] = await exited;
  const problems = exitCode === 0 ? [] : [`exit code ${exitCode}`];
  const files = (await ownFiles()).filter((name) => !before[0].has(name));
  if (files.length > 0) problems.push(`left in ${tmpdir()}: ${files.join(', ')}`);
  const [file] = (await runsIn(outDir)).filter((name) => !before[1].has(name));
  if (file === undefined) return { peakBytes, problems: [...problems, 'no results file was written'] };
  const { run, outcome } = await readResults(join(outDir, RUNS, file));
  if (outcome !== 'complete') problems.push(`${run.id} is ${outcome}`);
  const left = await processesOf(run.id);
  if (left.length > 0) problems.push(`processes left: ${left.join(', ')}`);
  return { peakBytes, problems };
}

/** The names in the temporary folder that only this suite and the browsers create. */
async function ownFiles(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) =>
    /clone-transfer-share|playwright|chromium|tsx-/i.test(name),
  );
}

function runsIn(outDir: string): Promise<string[]> {
  return readdir(join(outDir, RUNS)).catch(() => []);
}

/** The resident memory of a process and its descendants, without the engines. */
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
      const verdict = one.problems.length === 0 ? 'nothing left, the file is valid' : one.problems.join('; ');
      console.log(
        `${round} of ${runs}: the runner used at most ${formatSize(one.peakBytes, ' ', 3)}; ${verdict}`,
      );
    }
    const files = await runsIn(outDir);
    const peaks = rounds.map(({ peakBytes }) => peakBytes);
    const half = Math.floor(runs / 2);
    const growth = median(peaks.slice(-half)) / median(peaks.slice(0, half));
    console.log(
      `${files.length} valid files; the runner's peak, second half ÷ first half: ×${growth.toFixed(2)}`,
    );
    const isSound = files.length === runs && growth < MAX_GROWTH;
    return isSound && rounds.every(({ problems }) => problems.length === 0) ? 0 : 1;
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function countOf(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 2) return runs;
  throw new UsageError(`'${text}' is not a number of runs; pass 2 or more`);
}

export const command = defineCommand({
  name: 'test:soak',
  does: 'Runs the bench repeatedly, and checks that it leaves nothing behind and that its memory does not grow.',
  flags: { engine, ...RUN_FLAGS, wait, noInstall },
  arguments: {
    shown: '[RUNS]',
    help: `number of runs (default: ${DEFAULT_RUNS}); the flags are passed to each (default: ${DEFAULT_FLAGS.join(' ')})`,
    least: 0,
    most: 1,
  },
  async run({ given, arguments: [count = DEFAULT_RUNS] }) {
    const runs = countOf(count);
    if (!READS_PROCESSES) throw new UsageError('this command needs Linux, to find processes left running');
    return soak(runs, given.size > 0 ? [...given.values()] : DEFAULT_FLAGS);
  },
});
