import type { Summary } from '../summary/summary.ts';
import { measured } from './measured.ts';

/** https://prometheus.io/docs/specs/om/open_metrics_spec/ . In seconds, as that asks for base units. */
export function toOpenMetrics(summary: Summary): string {
  const name = 'clone_transfer_share_round_trip_seconds';
  const lines = measured(summary).flatMap(({ cell, estimate: { value, interval } }) => {
    const { engine, suite, transport, parameter, sizeBytes } = cell;
    const labels = {
      engine,
      suite,
      transport,
      size_bytes: sizeBytes,
      ...(parameter === null ? {} : { parameter }),
    };
    const sample = (bound: string, ms: number) => {
      const pairs = Object.entries({ ...labels, bound }).map(
        ([key, label]) => `${key}="${escaped(String(label))}"`,
      );
      return `${name}{${pairs.join(',')}} ${Number((ms / 1000).toPrecision(9))}`;
    };
    return [
      sample('median', value),
      ...(interval ? [sample('low', interval.low), sample('high', interval.high)] : []),
    ];
  });
  return [
    `# TYPE ${name} gauge`,
    `# UNIT ${name} seconds`,
    `# HELP ${name} Median of the launches' medians, and its 95% interval.`,
    ...lines,
    '# EOF',
    '',
  ].join('\n');
}

function escaped(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
