import { isPaced } from '../schema/ids.ts';
import type { Summary } from '../summary/summary.ts';
import { type Measured, measured } from './measured.ts';

/**
 * https://prometheus.io/docs/specs/om/open_metrics_spec/ . Times are in seconds, as the specification requires base units. Each
 * kind of figure is a metric.
 */
export function toOpenMetrics(summary: Summary): string {
  const families = new Map<string, Measured[]>();
  for (const one of measured(summary)) {
    const { cell, suite } = one;
    // How late it was, which is not a time per frame.
    const id = isPaced(suite, cell) ? `${suite.figure.id}-latency` : suite.figure.id;
    families.set(id, [...(families.get(id) ?? []), one]);
  }
  return [...[...families].flatMap(([id, all]) => metricFamily(id, all)), '# EOF', ''].join('\n');
}

function metricFamily(figureId: string, all: readonly Measured[]): string[] {
  const name = `clone_transfer_share_${figureId.replaceAll('-', '_')}_seconds`;
  const lines = all.flatMap(({ cell, estimate: { value, interval } }) => {
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
      sample('mean', value),
      ...(interval ? [sample('low', interval.low), sample('high', interval.high)] : []),
    ];
  });
  return [
    `# TYPE ${name} gauge`,
    `# UNIT ${name} seconds`,
    `# HELP ${name} Geometric mean over launches, and its 95% interval.`,
    ...lines,
  ];
}

function escaped(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
