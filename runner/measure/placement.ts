import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { PlacementRecord } from '../../results/schema/launch.ts';
import type { Placement } from '../../results/schema/run.ts';
import { reasonFrom } from '../../suites/parts/errors.ts';
import type { Threads } from '../engines/engine.ts';
import { processTree } from '../watch/process-tree.ts';

const run = promisify(execFile);

/** The cores for a page and for workers that are apart from it. */
export interface Cores {
  readonly page: number;
  /** On other physical cores than the page; empty if there are none. */
  readonly others: readonly number[];
  /** All that this process may use, as Linux writes them. */
  readonly allowed: string;
}

/**
 * Places the threads of one launch: the page's main thread on one core, and its workers on the same core or on others. Each thread
 * is placed once, when it has started, because a worker begins on the core of the thread that made it.
 */
export class ThreadPlacer {
  readonly #threads: Threads;
  readonly #placement: Exclude<Placement, 'free'>;
  readonly #cores: Cores;
  readonly #placed: Set<number>;
  #page: number | undefined;

  /** @param placed The threads that have been placed. Launches that are open at once share it. */
  constructor(
    threads: Threads,
    placement: Exclude<Placement, 'free'>,
    cores: Cores,
    placed: Set<number> = new Set(),
  ) {
    this.#threads = threads;
    this.#placement = placement;
    this.#cores = cores;
    this.#placed = placed;
  }

  /** Places the threads that have started since the last call. */
  async place(workers: number): Promise<PlacementRecord> {
    const found = await this.#find(workers);
    if (!found) {
      await release(this.#placed, this.#cores);
      return { status: 'free', reason: `the threads of the page and its ${workers} workers were not found` };
    }
    const { page } = this.#cores;
    const cores = this.#coresOf(workers);
    const coreOf = (at: number) => cores[at % cores.length] ?? page;
    try {
      await this.#put(found.page, page);
      for (const [at, thread] of found.workers.entries()) await this.#put(thread, coreOf(at));
    } catch (error) {
      await release(this.#placed, this.#cores);
      return { status: 'free', reason: reasonFrom((error as Error).message) };
    }
    return { status: 'placed', page, workers: found.workers.map((_, at) => coreOf(at)) };
  }

  /** Places the threads that a transport has started itself: they have begun on the core of the page that made them. */
  async placeOthers(): Promise<void> {
    if (this.#page === undefined) return;
    const own = await this.#unplacedWorkers(this.#page);
    const cores = this.#coresOf(own.length);
    for (const [at, thread] of own.entries()) {
      // It may have ended.
      await this.#put(thread, cores[at % cores.length] ?? this.#cores.page).catch(() => {});
    }
  }

  /** Two workers that work with each other are apart, too: where there is no other core, one of them is on that of the page. */
  #coresOf(workers: number): readonly number[] {
    const { page, others } = this.#cores;
    if (this.#placement === 'together') return [page];
    return workers > others.length ? [...others, page] : others;
  }

  async #put(thread: number, core: number): Promise<void> {
    if (this.#placed.has(thread)) return;
    await run('taskset', ['-cp', `${core}`, `${thread}`]);
    this.#placed.add(thread);
  }

  /** The process that has as many new workers as the page has started. */
  async #find(workers: number): Promise<{ page: number; workers: number[] } | undefined> {
    // The next page is usually in the same process.
    const again = this.#page === undefined ? undefined : await this.#newWorkers(this.#page, workers);
    if (this.#page !== undefined && again) return { page: this.#page, workers: again };
    for (const pid of await processTree([process.pid])) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (pid === process.pid || !this.#threads.process.test(command)) continue;
      const own = await this.#newWorkers(pid, workers);
      if (!own) continue;
      this.#page = pid;
      return { page: pid, workers: own };
    }
    return undefined;
  }

  async #newWorkers(pid: number, workers: number): Promise<number[] | undefined> {
    const newest = (await this.#unplacedWorkers(pid)).slice(-workers);
    return newest.length === workers ? newest : undefined;
  }

  async #unplacedWorkers(pid: number): Promise<number[]> {
    return (await threadsOf(pid))
      .filter(({ thread, name }) => this.#threads.worker.test(name) && !this.#placed.has(thread))
      .map(({ thread }) => thread);
  }
}

/** Leaves the placed threads to the system, with the others of their processes: a worker begins on the core of its page. */
async function release(placed: Set<number>, { allowed }: Cores): Promise<void> {
  for (const thread of placed) {
    // It may have ended.
    await run('taskset', ['-acp', allowed, `${thread}`]).catch(() => {});
  }
  placed.clear();
}

/** For a suite whose threads are not placed, after others in the same launch whose threads were. */
export async function leaveFree(placed: Set<number>): Promise<void> {
  const cores = placed.size > 0 ? await placeableCores() : undefined;
  if (cores && !('reason' in cores)) await release(placed, cores);
}

async function threadsOf(pid: number): Promise<{ thread: number; name: string }[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const names = threads.map(async (thread) => ({
    thread: Number(thread),
    name: (await readFile(`/proc/${pid}/task/${thread}/comm`, 'utf8').catch(() => '')).trim(),
  }));
  return (await Promise.all(names)).sort((a, b) => a.thread - b.thread);
}

/** Why the threads of engines on this machine cannot be placed; otherwise the cores for them. */
export async function placeableCores(): Promise<Cores | { readonly reason: string }> {
  if (process.platform !== 'linux') return { reason: 'only Linux can place the threads of another process' };
  try {
    await run('taskset', ['--version']);
  } catch {
    return { reason: 'the command taskset is not installed' };
  }
  const status = await readFile('/proc/self/status', 'utf8');
  const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '';
  const cores = coresIn(allowed);
  // The first core takes interrupts and most of a browser's other work, so the page gets the last one.
  const page = cores.at(-1);
  if (page === undefined) return { reason: 'the system does not say which cores this process may use' };
  const siblings = coresIn(
    (
      await readFile(`/sys/devices/system/cpu/cpu${page}/topology/thread_siblings_list`, 'utf8').catch(
        () => '',
      )
    ).trim(),
  );
  const others = cores.filter((core) => core !== page && !siblings.includes(core)).reverse();
  return { page, others, allowed };
}

/** `"0-2,5"` → `[0, 1, 2, 5]`: https://man7.org/linux/man-pages/man7/cpuset.7.html, "List format". */
export function coresIn(list: string): number[] {
  if (list === '') return [];
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/** The placer of a launch, or why its threads are left to the system. */
export async function placerOf(
  placement: Placement,
  threads: Threads | undefined,
  isElsewhere: boolean,
  placed?: Set<number>,
): Promise<ThreadPlacer | { readonly reason: string }> {
  if (placement === 'free') return { reason: 'as requested, or because the suite starts threads of its own' };
  if (isElsewhere) return { reason: 'the engine runs on another machine' };
  if (!threads) return { reason: 'the engine’s threads cannot be told from each other' };
  const cores = await placeableCores();
  if ('reason' in cores) return cores;
  if (placement === 'apart' && cores.others.length === 0)
    return { reason: 'there is only one physical core' };
  return new ThreadPlacer(threads, placement, cores, placed);
}
