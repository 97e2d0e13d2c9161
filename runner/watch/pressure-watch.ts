import type { Cpu, Gc, Memory, ThreadGc } from '../../results/schema/cell.ts';
import type { FoundEngine } from '../../results/schema/engine.ts';
import type { CellKey } from '../../results/schema/keys.ts';
import type { PageMessage } from '../../results/schema/page-message.ts';
import type { GcReport, Pause } from './gc/account.ts';
import { type CpuTimes, cpuMsBetween, cpuTimesOf, PeakMemory, READS_PROCESSES } from './process-tree.ts';
import type { Watched } from './watched.ts';

/** What was observed of one cell. */
export interface Pressure extends Pick<CellKey, 'transport' | 'parameter' | 'sizeBytes'> {
  readonly gc: Gc;
  readonly memory: Memory;
  readonly cpu: Cpu;
}

const NOT_READ = {
  status: 'unsupported',
  reason: 'memory and processor time are read from /proc, which only Linux has',
} as const;

/** Reading the processor time of a browser's hundred or so threads takes longer than a window that moves data. */
const MOVES_SOMETHING = {
  status: 'skipped',
  reason: 'processor time is read only where nothing is moved',
} as const;

/** Observes one launch. Each cell is observed in a window, whose edges the page announces in messages. */
export class PressureWatch {
  readonly #watched: Watched;
  readonly #account: FoundEngine['gcAccount'];
  #main: Pick<Pause, 'process' | 'heap'> | undefined;
  #peak: PeakMemory | undefined;
  /** The times at the start of the window. */
  #cpuTimes: CpuTimes | undefined;

  constructor(watched: Watched, account: FoundEngine['gcAccount']) {
    this.#watched = watched;
    this.#account = account;
  }

  /** @returns The observations of a cell, when its window has ended. */
  async onMessage(message: PageMessage): Promise<Pressure | undefined> {
    if (message.kind === 'alone') {
      const report = await this.#watched.gc?.take();
      if (message.edge === 'end') this.#main = busiestHeap(report?.pauses ?? []);
      return undefined;
    }
    if (message.kind !== 'window') return undefined;
    const { transport, parameter, sizeBytes } = message;
    const key = { transport, parameter, sizeBytes };
    switch (message.edge) {
      case 'open':
        this.#peak = READS_PROCESSES ? await PeakMemory.start(this.#watched.roots) : undefined;
        return undefined;
      case 'begin':
        // Discards the collections before the window.
        await this.#watched.gc?.take();
        this.#cpuTimes =
          READS_PROCESSES && sizeBytes === 0 ? await cpuTimesOf(this.#watched.roots) : undefined;
        return undefined;
      case 'end': {
        const cpu = await this.#cpu(message);
        const report = await this.#watched.gc?.take();
        return { ...key, gc: this.#gc(message.roundTrips, report), memory: await this.#memory(), cpu };
      }
      case 'failed': {
        const failed = { status: 'failed', reason: message.reason } as const;
        return { ...key, gc: failed, memory: failed, cpu: failed };
      }
    }
  }

  #gc(roundTrips: number, report: GcReport | undefined): Gc {
    if (this.#account.status === 'unsupported') return this.#account;
    const main = this.#main;
    if (!report || !main) {
      return {
        status: 'failed',
        reason: `the engine reported no collection of the main thread's garbage (${this.#account.source})`,
      };
    }
    const here = report.pauses.filter(({ process }) => process === main.process);
    return {
      status: 'measured',
      watches: [
        {
          roundTrips,
          main: threadGc(here.filter(({ heap }) => heap === main.heap)),
          worker: threadGc(here.filter(({ heap }) => heap !== main.heap)),
          notUnderstood: report.notUnderstood,
        },
      ],
    };
  }

  async #cpu({ roundTrips, durationMs }: { roundTrips: number; durationMs: number }): Promise<Cpu> {
    if (!this.#cpuTimes) return READS_PROCESSES ? MOVES_SOMETHING : NOT_READ;
    const cpuMs = cpuMsBetween(this.#cpuTimes, await cpuTimesOf(this.#watched.roots));
    return { status: 'measured', roundTrips, cpuMs, wallMs: durationMs };
  }

  async #memory(): Promise<Memory> {
    return this.#peak ? { status: 'measured', peakBytes: await this.#peak.bytes() } : NOT_READ;
  }
}

/** The heap with the most collections. Before a worker starts, that is the main thread's heap. */
function busiestHeap(pauses: readonly Pause[]): Pick<Pause, 'process' | 'heap'> | undefined {
  const counts = new Map<string, { pause: Pause; count: number }>();
  for (const pause of pauses) {
    const key = `${pause.process} ${pause.heap}`;
    counts.set(key, { pause, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.pause;
}

function threadGc(pauses: readonly Pause[]): ThreadGc {
  const of = (kind: Pause['kind']) => {
    const own = pauses.filter((pause) => pause.kind === kind);
    const pauseMs = own.reduce((sum, pause) => sum + pause.pauseMs, 0);
    return { collections: own.filter(({ ends }) => ends).length, pauseMs: Number(pauseMs.toPrecision(6)) };
  };
  return { minor: of('minor'), major: of('major') };
}
