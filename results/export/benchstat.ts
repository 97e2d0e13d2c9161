import type { Summary } from '../summary/summary.ts';
import { measured } from './measured.ts';

/**
 * https://go.dev/design/14313-benchmark-format, one line per launch, so that benchstat uses launches as its unit. Cells
 * are identified by `key=value` pairs in the name.
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
      ({ valueMs }) => `${parts.join('/')} 1 ${Number((valueMs * 1e6).toPrecision(7))} ns/op`,
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

/** The names of Go's benchmarks begin with an upper-case letter. */
function camelCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
