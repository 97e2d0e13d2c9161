import { join } from 'node:path';
import { defineCommand } from '../command-line/command.ts';
import { oneOf, required } from '../command-line/flags.ts';
import { RESULTS_DIR, shownCommand, shownPath } from '../command-line/installation.mjs';
import { UsageError } from '../command-line/user-error.ts';
import { type Comparison, comparisonSchema } from '../comparison/comparison.ts';
import { COMPARISON_FORMATS } from '../comparison/formats.ts';
import { RESULTS_FORMATS } from '../export/formats.ts';
import { readResults } from '../file/read.ts';
import { readJson } from '../file/read-json.ts';
import { summarize } from '../summary/summarize.ts';

const LATEST = shownPath(join(RESULTS_DIR, 'latest.json'));

const FORMATS = [
  ...RESULTS_FORMATS.map(({ name, help, convert }) => ({
    name,
    help,
    print: async (file = LATEST) => convert(summarize(await readResults(file))),
  })),
  ...COMPARISON_FORMATS.map(({ name, help, convert }) => ({
    name,
    help,
    print: async (file?: string) => convert(await readComparison(file)),
  })),
];
const NAMES = FORMATS.map(({ name }) => name);

async function readComparison(file: string | undefined): Promise<Comparison> {
  if (file !== undefined) return readJson(comparisonSchema, file, 'a comparison');
  throw new UsageError(
    `this format needs a comparison: pass the file that ${shownCommand('compare', '--json FILE')} wrote`,
  );
}

export const command = defineCommand({
  name: 'export',
  does: [
    'Prints a results file, or a comparison, in the format of another tool.',
    '',
    ...FORMATS.map(({ name, help }) => `  ${name.padEnd(25)} ${help}`),
  ].join('\n'),
  flags: {
    format: required(oneOf({ value: 'FORMAT', allowed: NAMES, help: NAMES.join(', ') })),
  },
  arguments: {
    shown: '[FILE]',
    help: `a results file (default: ${LATEST}), or a comparison for ${COMPARISON_FORMATS.map(({ name }) => name).join(', ')}`,
    least: 0,
    most: 1,
  },
  async run({ flags: { format }, arguments: [file] }) {
    const asked = FORMATS.filter(({ name }) => name === format);
    for (const { print } of asked) process.stdout.write(await print(file));
    return 0;
  },
});
