import type { Summary } from '../summary/summary.ts';
import { measured, nameOf } from './measured.ts';

/** https://bencher.dev/docs/reference/bencher-metric-format/ . Its `latency` is in nanoseconds. */
export function toBencher(summary: Summary): string {
  const ns = (ms: number) => ms * 1e6;
  const entries = measured(summary).map(({ cell, estimate: { value, interval } }) => [
    nameOf(cell),
    {
      latency: {
        value: ns(value),
        ...(interval ? { lower_value: ns(interval.low), upper_value: ns(interval.high) } : {}),
      },
    },
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
