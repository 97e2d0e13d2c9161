import type { Results } from '../schema/results.ts';

/**
 * How the time of the launches was spent, in milliseconds. The parts add up to `launchesMs`, which is not the time from the start to
 * the end of the run: a run may have been interrupted and resumed, and shards run at the same time.
 */
export interface Efficiency {
  /** The launches, and the passes that watch collections and memory. */
  readonly launchesMs: number;
  /** Inside samples. */
  readonly timedMs: number;
  /** Warm-up round trips. */
  readonly warmupMs: number;
  /** Until the first message of an engine's first page. */
  readonly startUpMs: number;
  /** Watching collections and memory, after the timing. */
  readonly watchedMs: number;
  /** The rest: loading pages, filling and checking working sets, passing results on, ending engines. */
  readonly waitingMs: number;
}

/** Of a complete or an incomplete run. */
export function efficiencyOf({ launches, passes, cells }: Results): Efficiency {
  const measured = cells.flatMap((cell) =>
    cell.status === 'measured' ? cell.launches.flatMap((launch) => launch.workers) : [],
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const launchesMs = sum([...launches, ...passes].map(({ durationMs }) => durationMs ?? 0));
  const timedMs = sum(measured.map(({ measuredMs }) => measuredMs));
  const warmupMs = sum(measured.map((one) => one.warmupMs));
  const startUpMs = sum(launches.map((launch) => launch.startUpMs ?? 0));
  const watchedMs = sum(passes.map(({ durationMs }) => durationMs));
  const waitingMs = launchesMs - timedMs - warmupMs - startUpMs - watchedMs;
  return { launchesMs, timedMs, warmupMs, startUpMs, watchedMs, waitingMs };
}

/** `"73 s in launches: 59% inside timed blocks, …"` */
export function formatEfficiency(efficiency: Efficiency): string {
  if (efficiency.launchesMs === 0) return 'no launch was completed';
  const share = (kind: keyof Efficiency) =>
    `${((100 * efficiency[kind]) / efficiency.launchesMs).toFixed(0)}%`;
  return (
    `${(efficiency.launchesMs / 1000).toFixed(0)} s in launches: ${share('timedMs')} inside timed blocks, ${share('warmupMs')} ` +
    `warm-up, ${share('startUpMs')} starting engines, ${share('watchedMs')} watching collections and memory, ` +
    `${share('waitingMs')} overhead (page loads, checks, ending engines)`
  );
}
