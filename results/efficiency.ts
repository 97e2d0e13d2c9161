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
  /** The rest: loading pages, filling and checking working sets, passing results on, ending engines. */
  readonly waitingMs: number;
}

/** Of a whole run, or of what there is of it. */
export function efficiencyOf({ launches, cells, run, endedAt }: Results): Efficiency {
  const blocks = cells.flatMap((cell) =>
    cell.status === 'measured' ? cell.launches.flatMap((launch) => launch.blocks) : [],
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const wallMs = endedAt
    ? Date.parse(endedAt) - Date.parse(run.startedAt)
    : sum(launches.map(({ durationMs }) => durationMs ?? 0));
  const timedMs = sum(blocks.map(({ measuredMs }) => measuredMs));
  const warmupMs = sum(blocks.map((block) => block.warmupMs));
  const startUpMs = sum(launches.map((launch) => launch.startUpMs ?? 0));
  return { wallMs, timedMs, warmupMs, startUpMs, waitingMs: wallMs - timedMs - warmupMs - startUpMs };
}

/** `"73 s: 59% inside timed blocks, …"` */
export function formatEfficiency({ wallMs, timedMs, warmupMs, startUpMs, waitingMs }: Efficiency): string {
  const share = (partMs: number) => `${((100 * partMs) / wallMs).toFixed(0)}%`;
  return (
    `${(wallMs / 1000).toFixed(0)} s: ${share(timedMs)} inside timed blocks, ${share(warmupMs)} warm-up, ` +
    `${share(startUpMs)} starting engines, ${share(waitingMs)} waiting`
  );
}
