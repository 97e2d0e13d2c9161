import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where {@link PeakMemory} and {@link cpuTimesOf} can be read. */
export const READS_PROCESSES = process.platform === 'linux';

const KIB = 1024;

/** The processes below the given ones, these included. */
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

/** None where they cannot be known. */
export async function childrenOf(pid: number): Promise<number[]> {
  if (!READS_PROCESSES) return [];
  const tree = await processTree([pid]);
  const parents = await Promise.all(tree.map(parentOf));
  return tree.filter((_, at) => parents[at] === pid);
}

/**
 * By how much the processes of a tree rise above what they hold at the start, each at its own peak. A process that begins
 * later is none of theirs: a browser starts some in advance. The kernel keeps a
 * process's peak (`VmHWM`) and forgets it on demand (`5` in `clear_refs`), which costs the process next to nothing:
 * https://docs.kernel.org/filesystems/proc.html
 */
export class PeakMemory {
  readonly #floorsBytes: ReadonlyMap<number, number>;

  private constructor(floorsBytes: ReadonlyMap<number, number>) {
    this.#floorsBytes = floorsBytes;
  }

  static async start(roots: readonly number[]): Promise<PeakMemory> {
    const pids = await processTree(roots);
    await Promise.all(
      pids.map((pid) => writeFile(join('/proc', String(pid), 'clear_refs'), '5').catch(ended)),
    );
    const floors = await Promise.all(
      pids.map(async (pid) => [pid, await statusBytes(pid, 'VmRSS')] as const),
    );
    return new PeakMemory(new Map(floors));
  }

  /** A process that has ended since has taken its peak with it. */
  async bytes(): Promise<number> {
    const rises = [...this.#floorsBytes].map(async ([pid, floorBytes]) =>
      Math.max(0, (await statusBytes(pid, 'VmHWM')) - floorBytes),
    );
    return (await Promise.all(rises)).reduce((sum, bytes) => sum + bytes, 0);
  }
}

/** The nanoseconds that each thread of a process tree has spent on a processor so far, by its id. */
export type CpuTimes = ReadonlyMap<string, number>;

/** The first number of each thread's `schedstat`: https://docs.kernel.org/scheduler/sched-stats.html */
export async function cpuTimesOf(roots: readonly number[]): Promise<CpuTimes> {
  const pids = await processTree(roots);
  const threads = await Promise.all(
    pids.map(async (pid) => {
      const folder = join('/proc', String(pid), 'task');
      return ((await readdir(folder).catch(ended)) ?? []).map((thread) => join(folder, thread));
    }),
  );
  const times = threads.flat().map(async (thread): Promise<[string, number][]> => {
    const text = await readFile(join(thread, 'schedstat'), 'utf8').catch(ended);
    return text === undefined ? [] : [[thread, Number(text.split(' ')[0])]];
  });
  return new Map((await Promise.all(times)).flat());
}

/** By the threads there are at the end: one that has ended since, as an idle one does, has taken its time with it. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number {
  let sumNs = 0;
  for (const [thread, ns] of after) sumNs += ns - (before.get(thread) ?? 0);
  return sumNs / 1e6;
}

async function statusBytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(join('/proc', String(pid), 'status'), 'utf8').catch(ended);
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status ?? '')?.[1] ?? 0) * KIB;
}

/** The fourth field; the second, a name in brackets, may hold anything. */
async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(join('/proc', String(pid), 'stat'), 'utf8').catch(ended);
  const parent = stat && /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1];
  return parent === undefined || parent === '' ? undefined : Number(parent);
}

/** A process may end at any moment; anything else is an error. */
function ended(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
  throw error;
}
