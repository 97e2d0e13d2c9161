import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { ROOT } from '../checkout/paths.ts';

export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exitCode: Promise<number>;
}

/** Starts the bench as a user does, for a test. */
export function startBench(
  folder: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Started {
  return startCommand('bench', ['--out', folder, ...args], environment);
}

/** The same for any command of `runner/commands/`. */
export function startCommand(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Started {
  const child = spawn(process.execPath, ['runner/bootstrap.mjs', `runner/commands/${name}.ts`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output, exitCode: once(child, 'close').then(([code]) => code as number) };
}

/** The processes that have a run's id in their environment: all that were started for the run. */
export async function processesNaming(runId: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const environments = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')),
  );
  return pids.filter((_, at) => environments[at]?.includes(runId));
}
