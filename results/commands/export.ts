import { defineCommand } from '../command-line/command.ts';
import { oneOf, required } from '../command-line/flags.ts';
import { UsageError } from '../command-line/user-error.ts';
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

const LATEST = 'results/latest.json';

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

type Format = keyof typeof OF_RESULTS | keyof typeof OF_COMPARISONS;
const FORMATS = [...Object.keys(OF_RESULTS), ...Object.keys(OF_COMPARISONS)] as Format[];

function has<Formats extends object>(formats: Formats, name: string): name is Extract<keyof Formats, string> {
  return Object.hasOwn(formats, name);
}

async function readComparison(file: string | undefined): Promise<Comparison> {
  if (file !== undefined) return readJson(comparisonSchema, file, 'a comparison');
  throw new UsageError(
    'this format is of a comparison: name the file that npm run compare -- --json FILE wrote',
  );
}

export const command = defineCommand({
  name: 'export',
  does: 'Prints a results file, or a comparison, in the format of another tool.',
  flags: {
    format: required(oneOf({ value: 'FORMAT', allowed: FORMATS, help: FORMATS.join(', ') })),
  },
  arguments: {
    shown: '[FILE]',
    help: `a results file (default: ${LATEST}), or a comparison for ${Object.keys(OF_COMPARISONS).join(', ')}`,
    least: 0,
    most: 1,
  },
  async run({ flags: { format }, arguments: [file] }) {
    const text = has(OF_RESULTS, format)
      ? OF_RESULTS[format](summarize(await readResults(file ?? LATEST)))
      : OF_COMPARISONS[format](await readComparison(file));
    process.stdout.write(text);
    return 0;
  },
});
