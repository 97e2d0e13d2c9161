import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { Opened } from './engine.ts';

const KILL_AFTER_MS = 5_000;
const STDERR_KEPT = 2_000;

interface Start {
  readonly executable: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Run after the process has ended. */
  readonly cleanUp?: () => Promise<void>;
}

/** Starts an engine as a plain command in a process group of its own, so that its children end with it. */
export function openProcess({ executable, args, environment = {}, cleanUp }: Start): Opened {
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, ...environment },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      const last = stderr.trim().split('\n').at(-1) ?? '';
      resolve(`ended by itself with ${signal ?? `exit code ${code}`}${last ? `: ${last}` : ''}`);
    });
  });
  const endWithRunner = () => signalGroup(child, 'SIGKILL');
  process.once('exit', endWithRunner);
  let closing = false;
  const opened: Opened = {
    gone: new Promise((resolve) => {
      void exited.then((words) => closing || resolve(words));
    }),
    async close() {
      closing = true;
      stillOpen.delete(opened);
      signalGroup(child, 'SIGTERM');
      const late = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
      await exited;
      clearTimeout(late);
      signalGroup(child, 'SIGKILL');
      process.off('exit', endWithRunner);
      await cleanUp?.();
    },
  };
  stillOpen.add(opened);
  return opened;
}

const stillOpen = new Set<Opened>();

/** Ends what an interrupted test could not: a test that is stopped does not come to its own end. */
export async function closeProcesses(): Promise<void> {
  await Promise.all([...stillOpen].map((opened) => opened.close()));
}

/** Signals a process started with {@link openProcess} and its children; those already gone are no error. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const run = promisify(execFile);

/** What `executable --version` prints, as the first version number in it; `undefined` where it does not run. */
export async function askVersion(
  executable: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  try {
    const { stdout } = await run(executable, ['--version'], {
      timeout: 20_000,
      env: { ...process.env, ...environment },
    });
    return /\d+(?:\.\d+)+\w*/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
