import type { Results } from './schema.ts';

/** Where the time of the launches went, in milliseconds; together they are `wallMs`. */
export interface Efficiency {
  /** From the first launch's start to the run's end: the launches, and what lies between them. */
  readonly wallMs: number;
  /** Inside samples. */
  readonly timedMs: number;
  /** In round trips that are not measured. */
  readonly warmupMs: number;
  /** Until an engine's first page spoke. */
  readonly startUpMs: number;
  /** Watching collections and memory, after the timing. */
  readonly watchedMs: number;
  /** The rest: loading pages, filling and checking working sets, passing results on, ending engines. */
  readonly waitingMs: number;
}

/** Of a whole run, or of what there is of it. */
export function efficiencyOf({ launches, passes, cells, run, endedAt }: Results): Efficiency {
  const blocks = cells.flatMap((cell) =>
    cell.status === 'measured' ? cell.launches.flatMap((launch) => launch.blocks) : [],
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const wallMs = endedAt
    ? Date.parse(endedAt) - Date.parse(run.startedAt)
    : sum([...launches, ...passes].map(({ durationMs }) => durationMs ?? 0));
  const timedMs = sum(blocks.map(({ measuredMs }) => measuredMs));
  const warmupMs = sum(blocks.map((block) => block.warmupMs));
  const startUpMs = sum(launches.map((launch) => launch.startUpMs ?? 0));
  const watchedMs = sum(passes.map(({ durationMs }) => durationMs));
  const waitingMs = wallMs - timedMs - warmupMs - startUpMs - watchedMs;
  return { wallMs, timedMs, warmupMs, startUpMs, watchedMs, waitingMs };
}

/** `"73 s: 59% inside timed blocks, …"` */
export function formatEfficiency(efficiency: Efficiency): string {
  const share = (kind: keyof Efficiency) => `${((100 * efficiency[kind]) / efficiency.wallMs).toFixed(0)}%`;
  return (
    `${(efficiency.wallMs / 1000).toFixed(0)} s: ${share('timedMs')} inside timed blocks, ${share('warmupMs')} ` +
    `warm-up, ${share('startUpMs')} starting engines, ${share('watchedMs')} watching collections and memory, ` +
    `${share('waitingMs')} waiting`
  );
}
