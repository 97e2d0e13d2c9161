import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The files of Linux's control groups, version 1 and version 2. */
const GROUPS = [
  {
    root: '/sys/fs/cgroup/memory',
    limit: 'memory.limit_in_bytes',
    withSwap: 'memory.memsw.limit_in_bytes',
    events: 'memory.oom_control',
  },
  { root: '/sys/fs/cgroup', limit: 'memory.max', withSwap: 'memory.swap.max', events: 'memory.events' },
] as const;
const REMOVED_WITHIN_MS = 5_000;

/** Limits the memory of some processes and of their children, for a test. */
export class MemoryLimit {
  readonly #folder: string;
  readonly #events: string;

  private constructor(folder: string, events: string) {
    this.#folder = folder;
    this.#events = join(folder, events);
  }

  /** `undefined` if the system or the user's permissions do not allow it. */
  static async create(bytes: number): Promise<MemoryLimit | undefined> {
    for (const { root, limit, withSwap, events } of GROUPS) {
      const folder = join(root, `clone-transfer-share-test-${process.pid}`);
      if (!existsSync(join(root, 'cgroup.procs'))) continue;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, limit), `${bytes}`);
        // Fails on a system without swap. Version 1 limits memory and swap together, version 2 swap alone.
        await writeFile(join(folder, withSwap), withSwap === 'memory.swap.max' ? '0' : `${bytes}`).catch(
          () => {},
        );
        return new MemoryLimit(folder, events);
      } catch {
        await rmdir(folder).catch(() => {});
      }
    }
    return undefined;
  }

  async holds(pids: readonly number[]): Promise<void> {
    for (const pid of pids) {
      // A process that has just ended is ignored.
      await writeFile(join(this.#folder, 'cgroup.procs'), `${pid}`).catch(() => {});
    }
  }

  /** The number of processes in the group that the system has killed because memory ran out. */
  async kills(): Promise<number> {
    const text = await readFile(this.#events, 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1]);
  }

  /** Removes the limit, and kills the processes that are still in the group. */
  async remove(): Promise<void> {
    for (const until = performance.now() + REMOVED_WITHIN_MS; ; ) {
      const pids = await readFile(join(this.#folder, 'cgroup.procs'), 'utf8');
      for (const pid of pids.split('\n').filter(Boolean)) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // The process has already ended.
        }
      }
      try {
        await rmdir(this.#folder);
        return;
      } catch (error) {
        if (performance.now() > until) throw error;
        await wait(50);
      }
    }
  }
}

export const NO_LIMITS = 'limiting the memory of processes needs Linux and root';

/** Whether a command can be given a private disk, which is unmounted when the command ends. */
export async function canMount(): Promise<boolean> {
  try {
    await run('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']);
    return true;
  } catch {
    return false;
  }
}

export const NO_MOUNTS = 'mounting a small disk needs Linux and root';
