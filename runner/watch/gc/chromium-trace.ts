import type { CDPSession } from 'playwright';
import type { GcAccount, GcReport, Pause } from './account.ts';

/** The fields of a trace event that are used here. Times are in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
}

const COLLECTIONS = { MinorGC: 'minor', MajorGC: 'major' } as const;
/** Steps of a major collection that stop the thread before it. The duration of a collection includes the steps inside it. */
const STEPS = ['V8.GCIncrementalMarkingStart', 'V8.GCIncrementalMarking'];

/**
 * The pauses in a trace of the category `v8`. The thread identifies the heap: a page's main thread and each worker have one each.
 * https://github.com/v8/v8/blob/main/src/heap/gc-tracer.cc
 */
export function readTrace(events: readonly TraceEvent[]): GcReport {
  const pauses: Pause[] = [];
  let notUnderstood = 0;
  const majors = events.filter(({ name }) => name === 'MajorGC');
  for (const event of events) {
    const { name, pid, tid } = event;
    const kind = COLLECTIONS[name as keyof typeof COLLECTIONS];
    if (kind === undefined && !STEPS.includes(name)) continue;
    const { ph, ts, dur } = event;
    if (ph !== 'X' || ts === undefined || dur === undefined) {
      notUnderstood++;
      continue;
    }
    if (kind === undefined && majors.some((major) => contains(major, { tid, ts }))) continue;
    pauses.push({
      process: String(pid),
      heap: String(tid),
      kind: kind ?? 'major',
      pauseMs: dur / 1000,
      ends: kind !== undefined,
    });
  }
  return { pauses, notUnderstood };
}

function contains(outer: TraceEvent, inner: { tid: number; ts: number }): boolean {
  const start = outer.ts ?? 0;
  return outer.tid === inner.tid && start <= inner.ts && inner.ts <= start + (outer.dur ?? 0);
}

/** Reads a browser's trace in consecutive parts. */
export class TraceAccount implements GcAccount {
  readonly #session: CDPSession;
  #events: TraceEvent[] = [];

  #started = false;

  constructor(session: CDPSession) {
    this.#session = session;
    session.on('Tracing.dataCollected', ({ value }) => {
      this.#events.push(...(value as unknown as TraceEvent[]));
    });
  }

  /** The first call starts the trace: a trace started with the browser may delay its processes by seconds. */
  async take(): Promise<GcReport> {
    if (this.#started) {
      const complete = new Promise((resolve) => this.#session.once('Tracing.tracingComplete', resolve));
      await this.#session.send('Tracing.end');
      await complete;
    }
    const report = readTrace(this.#events);
    this.#events = [];
    await this.#session.send('Tracing.start', {
      traceConfig: { includedCategories: ['v8'] },
      transferMode: 'ReportEvents',
    });
    this.#started = true;
    return report;
  }
}
