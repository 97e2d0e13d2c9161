import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../command-line/command.ts';
import { type Comparison, comparisonSchema } from '../comparison/comparison.ts';
import { comparisonMarkdown } from '../comparison/comparison-markdown.ts';
import { toJunit } from '../comparison/junit.ts';
import {
  cellsCsv,
  toBencher,
  toGithubActionBenchmark,
  toGoBenchmark,
  toMarkdown,
  toOpenMetrics,
} from '../export/formats.ts';
import { readResults } from '../file/read.ts';
import { readJson } from '../file/read-json.ts';
import { summarize } from '../summary/summarize.ts';
import type { Summary } from '../summary/summary.ts';

/** What a results file can be turned into. */
const OF_RESULTS = {
  'github-action-benchmark': toGithubActionBenchmark,
  bencher: toBencher,
  go: toGoBenchmark,
  openmetrics: toOpenMetrics,
  csv: cellsCsv,
  markdown: toMarkdown,
} as const satisfies Record<string, (summary: Summary) => string>;

/** What a comparison can be turned into: a file of `npm run compare -- --json FILE`. */
const OF_COMPARISONS = {
  junit: toJunit,
  'comparison-markdown': comparisonMarkdown,
} as const satisfies Record<string, (comparison: Comparison) => string>;

const FORMATS = [...Object.keys(OF_RESULTS), ...Object.keys(OF_COMPARISONS)];
const USAGE = `usage: npm run export -- --format FORMAT [FILE]\nformats: ${FORMATS.join(', ')}`;

function has<Formats extends object>(formats: Formats, name: string): name is Extract<keyof Formats, string> {
  return Object.hasOwn(formats, name);
}

async function readComparison(file: string | undefined): Promise<Comparison> {
  if (file !== undefined) return readJson(comparisonSchema, file, 'a comparison');
  throw new UsageError(
    'this format is of a comparison: name the file that npm run compare -- --json FILE wrote',
  );
}

/** Prints a results file, or a comparison, in the format of another tool. */
await runCommand(async (args) => {
  let format: string | undefined;
  let files: string[];
  try {
    const parsed = parseArgs({ args, options: { format: { type: 'string' } }, allowPositionals: true });
    format = parsed.values.format;
    files = parsed.positionals;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
  const [file, ...rest] = files;
  if (format === undefined || rest.length > 0) throw new UsageError(USAGE);
  if (has(OF_RESULTS, format)) {
    process.stdout.write(OF_RESULTS[format](summarize(await readResults(file ?? 'results/latest.json'))));
  } else if (has(OF_COMPARISONS, format)) {
    process.stdout.write(OF_COMPARISONS[format](await readComparison(file)));
  } else throw new UsageError(`--format: '${format}' is not one of ${FORMATS.join(', ')}`);
  return 0;
}, USAGE);
