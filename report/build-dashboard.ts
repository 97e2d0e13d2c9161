import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { z } from 'zod';
import { defineCommand } from '../results/command-line/command.ts';
import { text } from '../results/command-line/flags.ts';
import { REPORT_DIR, RESULTS_DIR, shownCommand, shownPath } from '../results/command-line/installation.mjs';
import { UsageError } from '../results/command-line/user-error.ts';
import { calibrationsSchema } from '../results/comparison/calibration.ts';
import { comparisonSchema } from '../results/comparison/comparison.ts';
import { readResults } from '../results/file/read.ts';
import { readJson } from '../results/file/read-json.ts';
import { REFERENCE_FILE } from '../results/file/reference.ts';
import { checkWritable } from '../results/file/write.ts';
import { summarize } from '../results/summary/summarize.ts';
import { dashboardOf } from '../results/trends/dashboard-data.ts';
import { historyEntry } from '../results/trends/history.ts';
import { readHistory } from '../results/trends/history-folder.ts';
import { dashboardConfig } from '../vite.config.ts';
import { inlinePolicy } from './csp.ts';
import { inlinePacked } from './packed.ts';
import { linkPages } from './pages.ts';

const HISTORY = shownPath(join(RESULTS_DIR, 'history'));
/** The calibrations of the machine that measured the repository's figures. */
const CALIBRATION = shownPath(join(RESULTS_DIR, 'calibration.json'));

function known(file: string): string | null {
  return existsSync(file) ? file : null;
}

async function readIf<Content>(
  schema: z.ZodType<Content>,
  file: string | null,
  what: string,
): Promise<Content | null> {
  return file === null ? null : readJson(schema, file, what);
}

export const command = defineCommand({
  name: 'dashboard',
  does: 'Builds dashboard.html, one file, from the history and the latest comparison.',
  flags: {
    history: text({ value: 'DIR', help: 'folder of the history', default: HISTORY }),
    comparison: text({
      value: 'FILE',
      help: 'a comparison, as compare --json wrote it',
      otherwise: 'the dashboard shows none',
    }),
    calibration: text({
      value: 'FILE',
      help: 'the calibrations of the machine, as calibrate --json wrote them',
      otherwise: `${CALIBRATION}, if it exists`,
    }),
    out: text({ value: 'DIR', help: 'folder for the dashboard', default: shownPath(REPORT_DIR) }),
  },
  async run({ flags: { history, comparison, calibration, out } }) {
    if (history !== HISTORY && !existsSync(history))
      throw new UsageError(`--history ${history}: there is no such folder`);
    const kept = await readHistory(history);
    const isReference = kept.length === 0;
    const dashboard = dashboardOf(
      isReference ? [historyEntry(summarize(await readResults(REFERENCE_FILE)))] : kept,
      isReference,
      await readIf(comparisonSchema, comparison, 'a comparison'),
      (await readIf(calibrationsSchema, calibration ?? known(CALIBRATION), 'a file of calibrations'))
        ?.calibrations ?? [],
    );
    const outDir = resolve(out);
    await checkWritable(outDir);
    await build(
      dashboardConfig(outDir, [inlinePacked('dashboard', JSON.stringify(dashboard))], [inlinePolicy()]),
    );
    await linkPages(outDir);
    const which = isReference
      ? `the reference run: ${history} has no run yet; ${shownCommand('history', 'add FILE')} adds one`
      : `${dashboard.runs.length} runs`;
    console.log(`dashboard: ${shownPath(join(outDir, 'dashboard.html'))} (${which})`);
    return 0;
  },
});
