import type { Summary } from '../summary/summary.ts';
import { toBencher } from './bencher.ts';
import { toGoBenchmark } from './benchstat.ts';
import { cellsCsv } from './cells-csv.ts';
import { toGithubActionBenchmark } from './github-action-benchmark.ts';
import { toMarkdown } from './markdown.ts';
import { toOpenMetrics } from './openmetrics.ts';

/** An export format: its name on the command line, its help and the function that makes the text. */
export interface Format<Source> {
  readonly name: string;
  readonly help: string;
  readonly convert: (source: Source) => string;
}

/** Formats of a results file. */
export const RESULTS_FORMATS: readonly Format<Summary>[] = [
  { name: 'github-action-benchmark', help: 'its customSmallerIsBetter', convert: toGithubActionBenchmark },
  { name: 'bencher', help: 'Bencher Metric Format', convert: toBencher },
  { name: 'go', help: 'benchstat: a line per launch', convert: toGoBenchmark },
  { name: 'openmetrics', help: 'Prometheus and others', convert: toOpenMetrics },
  { name: 'csv', help: 'every cell, the bytes it moved, or why it has no figure', convert: cellsCsv },
  { name: 'markdown', help: 'a table per engine and suite', convert: toMarkdown },
];
