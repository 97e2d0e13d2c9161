import { launchId } from '../schema/ids.ts';
import type { Results } from '../schema/results.ts';

/**
 * How the time of the launches that ran to their end was spent, in milliseconds. The parts add up to `launchesMs`, which is not the
 * time from the start to the end of the run: a run may have been interrupted and resumed, and shards run at the same time.
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

/** Of a complete or an incomplete run. A launch that was lost has no duration, so what it measured before is left out too. */
export function efficiencyOf({ launches, passes, cells }: Results): Efficiency {
  const ended = launches.filter(({ durationMs }) => durationMs !== null);
  const ids = new Set(ended.map(launchId));
  const measured = cells.flatMap((cell) =>
    cell.status === 'measured'
      ? cell.launches
          .filter(({ launch }) => ids.has(launchId({ ...cell, launch })))
          .flatMap(({ workers }) => workers)
      : [],
  );
  const timedMs = sum(measured.map(({ measuredMs }) => measuredMs));
  const warmupMs = sum(measured.map((one) => one.warmupMs));
  const startUpMs = sum(ended.map((launch) => launch.startUpMs ?? 0));
  const watchedMs = sum(passes.map(({ durationMs }) => durationMs));
  const ownMs = timedMs + warmupMs + startUpMs;
  // The page and the runner read different clocks, so the rest may be slightly less than nothing.
  const waitingMs = Math.max(0, sum(ended.map(({ durationMs }) => durationMs ?? 0)) - ownMs);
  const launchesMs = ownMs + waitingMs + watchedMs;
  return { launchesMs, timedMs, warmupMs, startUpMs, watchedMs, waitingMs };
}

/** What each part is called after its share, in the order of the sentence. */
const PARTS: readonly (readonly [keyof Efficiency, string])[] = [
  ['timedMs', 'inside samples'],
  ['warmupMs', 'warm-up'],
  ['startUpMs', 'starting engines'],
  ['watchedMs', 'watching collections and memory'],
  ['waitingMs', 'overhead (page loads, checks, ending engines)'],
];

/** `"73 s in launches: 59% inside samples, …"` */
export function formatEfficiency(efficiency: Efficiency): string {
  const { launchesMs } = efficiency;
  if (launchesMs === 0) return 'no launch was completed';
  const percents = wholePercents(PARTS.map(([part]) => efficiency[part]));
  const shares = PARTS.map(([, words], at) => `${percents[at]}% ${words}`);
  return `${(launchesMs / 1000).toFixed(0)} s in launches: ${shares.join(', ')}`;
}

/** Whole percentages that add up to 100: the largest remainders are rounded up. */
export function wholePercents(parts: readonly number[]): number[] {
  const exact = parts.map((part) => (100 * part) / sum(parts));
  const missing = 100 - sum(exact.map(Math.floor));
  const byRemainder = exact
    .map((percent, at) => ({ at, remainder: percent % 1 }))
    .sort((a, b) => b.remainder - a.remainder);
  const roundedUp = byRemainder.slice(0, missing).map(({ at }) => at);
  return exact.map((percent, at) => Math.floor(percent) + (roundedUp.includes(at) ? 1 : 0));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
