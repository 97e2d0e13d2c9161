import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import type { z } from 'zod';
import { runCommand, UsageError } from '../results/command-line/command.ts';
import { calibrationSchema } from '../results/comparison/calibration.ts';
import { comparisonSchema } from '../results/comparison/comparison.ts';
import { readJson } from '../results/file/read-json.ts';
import { checkWritable } from '../results/file/write.ts';
import { dashboardOf } from '../results/trends/dashboard-data.ts';
import { readHistory } from '../results/trends/history-folder.ts';
import { dashboardConfig } from '../vite.config.ts';
import { inlinePolicy } from './csp.ts';
import { inlinePacked } from './packed.ts';

const HISTORY = 'results/history';
/** Of the machine that the repository's figures were measured on; another's is named. */
const CALIBRATION = 'results/calibration.json';
const USAGE =
  'usage: npm run dashboard -- [--history DIR] [--comparison FILE] [--calibration FILE] [--out DIR]';

function known(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

async function readIf<Content>(
  schema: z.ZodType<Content>,
  file: string | undefined,
  what: string,
): Promise<Content | null> {
  return file === undefined ? null : readJson(schema, file, what);
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { history: text, comparison: text, calibration: text, out: text } })
      .values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

/** `npm run dashboard`: writes `dashboard.html`, one file, of the history and what was compared last. */
await runCommand(async (args) => {
  const {
    history = HISTORY,
    comparison,
    calibration = known(CALIBRATION),
    out = 'report/dist',
  } = parse(args);
  const dashboard = dashboardOf(
    await readHistory(history),
    await readIf(comparisonSchema, comparison, 'a comparison'),
    await readIf(calibrationSchema, calibration, 'a calibration'),
  );
  const outDir = resolve(out);
  await checkWritable(outDir);
  await build(
    dashboardConfig(outDir, [inlinePacked('dashboard', JSON.stringify(dashboard))], [inlinePolicy()]),
  );
  console.log(`dashboard: ${relative('.', join(outDir, 'dashboard.html'))} (${dashboard.runs.length} runs)`);
  return 0;
}, USAGE);
