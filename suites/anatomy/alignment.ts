import { formatDuration } from '../../results/findings/format.ts';
import { mean } from '../../results/statistics/estimate.ts';

/** A message and its answer: sent and back on the page's clock, seen and answered on the worker's. In milliseconds. */
export interface Exchange {
  readonly sentMs: number;
  readonly seenMs: number;
  readonly answeredMs: number;
  readonly backMs: number;
}

/** What must be added to a time of the worker's clock to get the page's, and how far that may be off. */
export type Alignment =
  | { readonly kind: 'aligned'; readonly offsetMs: number; readonly errorMs: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** `performance.timeOrigin` is the milliseconds since 1970, of which a number of JavaScript has 0.24 µs. */
const ORIGIN_STEP_MS = 2 ** -12;

/**
 * Aligns the clocks by their origins, and checks that by pings: no message arrives before it was sent, so a ping bounds the
 * difference of the clocks from both sides. A clock that is read in steps blurs each bound, and the mean of many pings is sharper
 * than the sharpest of them. Between the bounds, the middle is taken: it is more precise than the origins, which are rounded.
 * @param originsMs The worker's origin minus the page's.
 * @param pings As short as possible. The fastest tenth of them makes the bounds.
 * @param others Other messages, which must not contradict the pings: the clocks could have changed since.
 * @param stepMs The step of the coarser clock.
 */
export function align(
  originsMs: number,
  pings: readonly Exchange[],
  others: readonly Exchange[],
  stepMs: number,
): Alignment {
  const fastest = [...pings]
    .sort((a, b) => a.backMs - a.sentMs - (b.backMs - b.sentMs))
    .slice(0, Math.ceil(pings.length / 10));
  if (fastest.length === 0) return { kind: 'refused', reason: 'no ping came back from the worker' };
  const low = mean(fastest.map(({ sentMs, seenMs }) => sentMs - seenMs));
  const high = mean(fastest.map(({ answeredMs, backMs }) => backMs - answeredMs));
  const offsetMs = (low + high) / 2;
  const errorMs = (high - low) / 2 + 2 * stepMs * Math.sqrt(1 / (6 * fastest.length));
  // Each origin is rounded, to a step of its clock at the most.
  if (Math.abs(originsMs - offsetMs) > errorMs + 2 * (stepMs + ORIGIN_STEP_MS)) {
    return refused(Math.abs(originsMs - offsetMs) - errorMs);
  }
  const early = Math.max(
    ...others.flatMap(({ sentMs, seenMs, answeredMs, backMs }) => [
      sentMs - seenMs - offsetMs,
      offsetMs - (backMs - answeredMs),
    ]),
    0,
  );
  if (early > errorMs + 2 * stepMs) return refused(early - errorMs);
  return { kind: 'aligned', offsetMs, errorMs };
}

function refused(earlyMs: number): Alignment {
  const early = formatDuration(earlyMs);
  return {
    kind: 'refused',
    reason: `the clocks of page and worker cannot be aligned: a message would arrive ${early} before it was sent`,
  };
}
