import type { Summary } from '../summary/summary.ts';
import { measured, nameOf } from './measured.ts';

/** https://github.com/benchmark-action/github-action-benchmark: `tool: customSmallerIsBetter` */
export function toGithubActionBenchmark(summary: Summary): string {
  const entries = measured(summary).map(({ cell, estimate: { value, interval } }) => ({
    name: nameOf(cell),
    unit: 'ms',
    value,
    ...(interval ? { range: `${interval.low} to ${interval.high}` } : {}),
    extra: `${cell.launches.length} launches, ${cell.samples} samples`,
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
