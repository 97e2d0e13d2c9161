import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Linux's control groups, in both of their versions. */
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

/** A limit on the memory of some processes and of those that they start; for the tests. */
export class MemoryLimit {
  readonly #folder: string;
  readonly #events: string;

  private constructor(folder: string, events: string) {
    this.#folder = folder;
    this.#events = join(folder, events);
  }

  /** `undefined` where this system, or who runs the tests, cannot. */
  static async create(bytes: number): Promise<MemoryLimit | undefined> {
    for (const { root, limit, withSwap, events } of GROUPS) {
      const folder = join(root, `clone-transfer-share-test-${process.pid}`);
      if (!existsSync(join(root, 'cgroup.procs'))) continue;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, limit), `${bytes}`);
        // Where there is swap: the older version counts it in, the newer apart.
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
      // One that has just ended has no need of it.
      await writeFile(join(this.#folder, 'cgroup.procs'), `${pid}`).catch(() => {});
    }
  }

  /** How many of its processes the system has ended for want of memory. */
  async kills(): Promise<number> {
    const text = await readFile(this.#events, 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1]);
  }

  /** Ends what is left in it, too. */
  async remove(): Promise<void> {
    for (const until = performance.now() + REMOVED_WITHIN_MS; ; ) {
      const pids = await readFile(join(this.#folder, 'cgroup.procs'), 'utf8');
      for (const pid of pids.split('\n').filter(Boolean)) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // It has ended.
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

export const NO_LIMITS = 'it takes Linux and root to limit the memory of processes';

/** Whether a disk of its own can be mounted for a command, which nobody else sees and which is gone with it. */
export async function canMount(): Promise<boolean> {
  try {
    await run('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']);
    return true;
  } catch {
    return false;
  }
}

export const NO_MOUNTS = 'it takes Linux and root to mount a small disk';
