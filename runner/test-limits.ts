import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Linux's control groups, in both of their versions. */
const GROUPS = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
  { root: '/sys/fs/cgroup', limit: 'memory.max' },
];

/** A limit on the memory of some processes and of those that they start; for the tests. */
export class MemoryLimit {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** `undefined` where this system, or who runs the tests, cannot. */
  static async create(bytes: number): Promise<MemoryLimit | undefined> {
    for (const { root, limit } of GROUPS) {
      const folder = join(root, `clone-transfer-share-test-${process.pid}`);
      if (!existsSync(join(root, 'cgroup.procs'))) continue;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, limit), `${bytes}`);
        return new MemoryLimit(folder);
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

  async remove(): Promise<void> {
    await rmdir(this.#folder);
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
