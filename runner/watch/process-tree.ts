import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether this system supports {@link PeakMemory} and {@link cpuTimesOf}. */
export const READS_PROCESSES = process.platform === 'linux';

const KIB = 1024;

/** The given processes and all their descendants. */
export async function processTree(roots: readonly number[]): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(parentOf));
  const children = new Map<number, number[]>();
  for (const [at, parent] of parents.entries()) {
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pids[at] as number]);
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return roots.flatMap(below);
}

/** The direct children of a process; none if this system cannot list them. */
export async function childrenOf(pid: number): Promise<number[]> {
  if (!READS_PROCESSES) return [];
  const tree = await processTree([pid]);
  const parents = await Promise.all(tree.map(parentOf));
  return tree.filter((_, at) => parents[at] === pid);
}

/**
 * The sum of the peaks of a tree's processes, each above the memory that the process has at the start. A process that starts later
 * is not counted, because a browser starts some in advance. The kernel keeps the peak of a process (`VmHWM`) and resets it on
 * request (`5` in `clear_refs`), at almost no cost to the process: https://docs.kernel.org/filesystems/proc.html
 */
export class PeakMemory {
  readonly #floorsBytes: ReadonlyMap<number, number>;

  private constructor(floorsBytes: ReadonlyMap<number, number>) {
    this.#floorsBytes = floorsBytes;
  }

  static async start(roots: readonly number[]): Promise<PeakMemory> {
    const pids = await processTree(roots);
    await Promise.all(
      pids.map((pid) => writeFile(join('/proc', String(pid), 'clear_refs'), '5').catch(ignoreEnded)),
    );
    const floors = await Promise.all(
      pids.map(async (pid) => [pid, await statusBytes(pid, 'VmRSS')] as const),
    );
    return new PeakMemory(new Map(floors));
  }

  /** Leaves out processes that have ended, as the kernel no longer reports their peaks. */
  async bytes(): Promise<number> {
    const rises = [...this.#floorsBytes].map(async ([pid, floorBytes]) =>
      Math.max(0, (await statusBytes(pid, 'VmHWM')) - floorBytes),
    );
    return (await Promise.all(rises)).reduce((sum, bytes) => sum + bytes, 0);
  }
}

/** The processor time of each thread of a process tree so far, in nanoseconds, by the thread's folder in /proc. */
export type CpuTimes = ReadonlyMap<string, number>;

/** Reads the first number of each thread's `schedstat`: https://docs.kernel.org/scheduler/sched-stats.html */
export async function cpuTimesOf(roots: readonly number[]): Promise<CpuTimes> {
  const pids = await processTree(roots);
  const threads = await Promise.all(
    pids.map(async (pid) => {
      const folder = join('/proc', String(pid), 'task');
      return ((await readdir(folder).catch(ignoreEnded)) ?? []).map((thread) => join(folder, thread));
    }),
  );
  const times = threads.flat().map(async (thread): Promise<[string, number][]> => {
    const text = await readFile(join(thread, 'schedstat'), 'utf8').catch(ignoreEnded);
    return text === undefined ? [] : [[thread, Number(text.split(' ')[0])]];
  });
  return new Map((await Promise.all(times)).flat());
}

/** Counts the threads that exist at the end: the kernel no longer reports the time of a thread that has ended, such as an idle one. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number {
  let sumNs = 0;
  for (const [thread, ns] of after) sumNs += ns - (before.get(thread) ?? 0);
  return sumNs / 1e6;
}

async function statusBytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(join('/proc', String(pid), 'status'), 'utf8').catch(ignoreEnded);
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status ?? '')?.[1] ?? 0) * KIB;
}

/** The parent is the fourth field; the second is a name in parentheses that may contain any character. */
async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(join('/proc', String(pid), 'stat'), 'utf8').catch(ignoreEnded);
  const parent = stat && /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1];
  return parent === undefined || parent === '' ? undefined : Number(parent);
}

/** Ignores the error of a process that has just ended, and throws any other. */
function ignoreEnded(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
  throw error;
}
