import { formatDuration, formatTransport } from '../findings/format.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { cellEstimateMs } from '../summary/cell-figures.ts';
import type { CellSummary, MeasuredSummary, Summary } from '../summary/summary.ts';
import { toCsv } from './csv.ts';

/** Results in the formats of others. A cell without a figure is left out where the format has no place for its reason. */

interface Measured {
  readonly cell: MeasuredSummary;
  readonly suite: SuiteInfo;
  readonly estimate: Estimate;
}

function measured({ cells, run }: Summary): Measured[] {
  return cells.flatMap((cell) => {
    const suite = run.suites.find(({ name }) => name === cell.suite);
    return cell.status === 'measured' && suite ? [{ cell, suite, estimate: cellEstimateMs(cell) }] : [];
  });
}

/** `"round-trip/clone/1024/chromium"`; with the suite's parameter `"pool/share/1024/4/chromium"`. */
function nameOf({ engine, suite, transport, parameter, sizeBytes }: CellSummary): string {
  return [suite, transport, sizeBytes, ...(parameter === null ? [] : [parameter]), engine].join('/');
}

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

/**
 * https://go.dev/design/14313-benchmark-format, a line a launch, so that benchstat has the launches for its unit. What tells
 * cells apart is `key=value` in the name.
 */
export function toGoBenchmark(summary: Summary): string {
  const { run } = summary;
  const lines = measured(summary).flatMap(({ cell, suite }) => {
    const { engine, transport, parameter, sizeBytes, launches } = cell;
    const parts = [
      `Benchmark${camelCase(suite.name)}`,
      `transport=${transport}`,
      `size=${sizeBytes}`,
      ...(parameter === null ? [] : [`parameter=${parameter}`]),
      `engine=${engine}`,
    ];
    return launches.map(
      ({ medianMs }) => `${parts.join('/')} 1 ${Number((medianMs * 1e6).toPrecision(7))} ns/op`,
    );
  });
  return [
    `suite-version: ${run.suiteVersion}`,
    ...(run.commit ? [`commit: ${run.commit}`] : []),
    `run: ${run.id}`,
    '',
    ...lines,
    '',
  ].join('\n');
}

/** Go's benchmarks have names that begin with an upper-case letter. */
function camelCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** https://prometheus.io/docs/specs/om/open_metrics_spec/ . In seconds, as that asks for base units; a metric a figure. */
export function toOpenMetrics(summary: Summary): string {
  const families = new Map<string, Measured[]>();
  for (const one of measured(summary)) {
    const { id } = one.suite.figure;
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
      sample('median', value),
      ...(interval ? [sample('low', interval.low), sample('high', interval.high)] : []),
    ];
  });
  return [
    `# TYPE ${name} gauge`,
    `# UNIT ${name} seconds`,
    `# HELP ${name} Median of the launches' medians, and its 95% interval.`,
    ...lines,
  ];
}

function escaped(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Every cell, those without a figure with their reason. */
export function cellsCsv(summary: Summary): string {
  const head = [
    'engine',
    'suite',
    'transport',
    'parameter',
    'sizeBytes',
    'status',
    'medianMs',
    'lowMs',
    'highMs',
  ];
  const rows = summary.cells.map((cell) => {
    const key = [cell.engine, cell.suite, cell.transport, cell.parameter, cell.sizeBytes, cell.status];
    if (cell.status !== 'measured') return [...key, null, null, null, null, null, cell.reason];
    const { value, interval } = cellEstimateMs(cell);
    return [
      ...key,
      value,
      interval?.low ?? null,
      interval?.high ?? null,
      cell.launches.length,
      cell.samples,
      null,
    ];
  });
  return toCsv([[...head, 'launches', 'samples', 'reason'], ...rows]);
}

/** A table an engine and suite, sizes down, for a page of Markdown. */
export function toMarkdown(summary: Summary): string {
  const all = measured(summary);
  const parts = summary.engines.flatMap(({ engine }) =>
    summary.run.suites.flatMap((suite) => {
      const own = all.filter(({ cell }) => cell.engine === engine && cell.suite === suite.name);
      if (own.length === 0) return [];
      const rows = own.map(({ cell, estimate: { value, interval } }) => {
        const what = formatTransport(suite, cell);
        const range = interval
          ? `${formatDuration(interval.low)} to ${formatDuration(interval.high)}`
          : 'one launch';
        return `| ${cell.sizeBytes > 0 ? formatSize(cell.sizeBytes) : ''} | ${what} | ${formatDuration(value)} | ${range} |`;
      });
      return [
        `### ${engine}: ${suite.name}`,
        '',
        '| size | transport | median | 95% |',
        '| --- | --- | --- | --- |',
        ...rows,
        '',
      ];
    }),
  );
  return parts.join('\n');
}
