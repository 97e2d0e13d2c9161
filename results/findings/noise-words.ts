import type { Results } from '../schema/results.ts';
import type { Components } from '../statistics/components.ts';
import type { Noise } from '../summary/noise.ts';
import { formatDuration } from './format.ts';

/** What differs at each level, and what would narrow the intervals. */
const REMEDIES: Readonly<Record<keyof Components, readonly [string, string]>> = {
  launch: ['launches differ', 'more launches'],
  page: ['pages of a launch differ', 'more launches'],
  worker: ['workers of a page differ', 'more launches'],
  round: ['rounds of a worker differ', 'more launches or a quieter machine'],
};

const LEVELS = Object.keys(REMEDIES) as (keyof Components)[];

/** The level that has the largest part in the variance. */
function largestOf({ shares }: Noise): keyof Components {
  return LEVELS.reduce((largest, level) => (shares[level] > shares[largest] ? level : largest));
}

/** What limits the precision of a run, and what would narrow its intervals. */
export function limitOf(noise: Noise): string {
  const level = largestOf(noise);
  const [what, remedy] = REMEDIES[level];
  return `${what} most (${formatPercent(noise.shares[level])} of the variance); ${remedy} would narrow the intervals`;
}

/** `"launch 3%, round 21%"`: how much each level adds that was repeated, as the standard deviation of a ratio. */
export function formatDeviations({ deviations }: Noise): string {
  return LEVELS.flatMap((level) => {
    const deviation = deviations[level];
    return deviation === null ? [] : [`${level} ${formatPercent(deviation)}`];
  }).join(', ');
}

/** A first write to 4 KiB that takes longer than this makes copies into new memory several times slower than others. */
const SLOW_FIRST_TOUCH_US = 1;

/** A sentence for each host on which new memory is slow. */
export function newMemoryLines({ hosts }: Pick<Results, 'hosts'>): string[] {
  return hosts.flatMap(({ firstTouchUs }, at) => {
    if (firstTouchUs === null || firstTouchUs < SLOW_FIRST_TOUCH_US) return [];
    const host = hosts.length > 1 ? ` on host ${at + 1}` : '';
    return [
      `The first write to 4 KiB of new memory takes ${formatDuration(firstTouchUs / 1000)}${host}, against 0.1 to 0.5 µs on most ` +
        'machines: a clone takes longer here than there, and scatters by whether the engine reuses memory.',
    ];
  });
}

function formatPercent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}
