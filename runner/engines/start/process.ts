import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { GcLogging } from '../../watch/gc/account.ts';
import { LogFile } from '../../watch/gc/log-file.ts';
import type { Opened, Watched } from '../../watch/watched.ts';
import type { Missing } from '../engine.ts';

const KILL_AFTER_MS = 5_000;
const STDERR_KEPT = 2_000;
const VERSION_LIMIT_MS = 20_000;

export interface Start {
  readonly executable: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder for the engine's files, if the engine does not see the temporary folder. */
  readonly folder?: string;
  /** The file descriptor for stdout and stderr. */
  readonly output?: number;
  /** Run after the process has ended. */
  readonly cleanUp?: () => Promise<void>;
}

interface Started extends Opened {
  /** `undefined` if the process could not be started. */
  readonly pid: number | undefined;
}

/** Starts an engine as a plain command in its own process group, so that its children end with it. */
export function openProcess({ executable, args, environment = {}, output, cleanUp }: Start): Started {
  const child = spawn(executable, args, {
    stdio: ['ignore', output ?? 'ignore', output ?? 'pipe'],
    detached: true,
    env: { ...process.env, ...environment },
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      const lines = stderr.trim().split('\n');
      // After an error, Node prints its stack and its own version.
      const line = lines.findLast((one) => /^\w*Error\b/.test(one)) ?? lines.at(-1);
      resolve(`ended by itself with ${signal ?? `exit code ${code}`}${line ? `: ${line}` : ''}`);
    });
  });
  const endWithRunner = () => signalGroup(child, 'SIGKILL');
  process.once('exit', endWithRunner);
  let closing = false;
  const opened: Started = {
    pid: child.pid,
    gone: new Promise((resolve) => {
      void exited.then((description) => closing || resolve(description));
    }),
    async close() {
      closing = true;
      stillOpen.delete(opened);
      signalGroup(child, 'SIGTERM');
      const killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
      await exited;
      clearTimeout(killTimer);
      signalGroup(child, 'SIGKILL');
      process.off('exit', endWithRunner);
      await cleanUp?.();
    },
  };
  stillOpen.add(opened);
  return opened;
}

/**
 * Like {@link openProcess}, but with the output in a file from which the collections are read.
 * @param logging `null` if the engine cannot log its collections.
 */
export async function openWatchedProcess(start: Start, logging: GcLogging | null): Promise<Watched> {
  if (!logging) return watched(openProcess(start), null);
  const log = await LogFile.create(logging.newReader(), start.folder);
  const opened = openProcess({
    ...start,
    environment: { ...start.environment, ...logging.environment },
    output: log.descriptor,
    cleanUp: async () => {
      await log.remove();
      await start.cleanUp?.();
    },
  });
  return watched(opened, log);
}

function watched(opened: Started, gc: LogFile | null): Watched {
  return { ...opened, roots: opened.pid === undefined ? [] : [opened.pid], gc };
}

const stillOpen = new Set<Opened>();

/** Ends the engines that an interrupted test has left open, because such a test does not run to its end. */
export async function closeProcesses(): Promise<void> {
  await Promise.all([...stillOpen].map((opened) => opened.close()));
}

/** The errors of a group that has ended. On macOS, EPERM is one of them, if nobody has waited for a process of the group. */
const GONE: ReadonlySet<string | undefined> = new Set(
  process.platform === 'darwin' ? ['ESRCH', 'EPERM'] : ['ESRCH'],
);

/** Signals a process started with {@link openProcess} and its children. Ignores processes that have already ended. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    // Windows has neither process groups nor signals, and may have given the number of a process that has ended to another one.
    if (child.exitCode !== null || child.signalCode !== null) return;
    spawnSync('taskkill', ['/T', '/F', '/PID', String(child.pid)], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!GONE.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}

const run = promisify(execFile);

/** The first version number that `executable --version` prints, or why there is none. */
export async function askVersion(
  executable: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: 'found'; readonly version: string } | Missing> {
  try {
    const { stdout } = await run(executable, ['--version'], {
      timeout: VERSION_LIMIT_MS,
      env: { ...process.env, ...environment },
    });
    const version = /\d+(?:\.\d+)+\w*/.exec(stdout)?.[0];
    return version
      ? { status: 'found', version }
      : { status: 'missing', reason: `${executable} --version printed no version` };
  } catch (error) {
    return { status: 'missing', reason: `${executable} does not run: ${firstLine(error)}` };
  }
}

/** What a command that failed said first, without its full stop. */
function firstLine(error: unknown): string {
  const { killed, stderr = '', message } = error as { killed?: boolean; stderr?: string; message: string };
  if (killed) return 'it timed out';
  return (stderr.trim() || message).split('\n')[0]?.replace(/\.$/, '') ?? '';
}
