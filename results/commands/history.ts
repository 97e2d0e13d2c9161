import { join } from 'node:path';
import { defineCommand } from '../command-line/command.ts';
import { RESULTS_DIR, shownCommand, shownPath } from '../command-line/installation.mjs';
import { UsageError } from '../command-line/user-error.ts';
import { readResults } from '../file/read.ts';
import { summarize } from '../summary/summarize.ts';
import { historyEntry } from '../trends/history.ts';
import { addToHistory, readHistory } from '../trends/history-folder.ts';

const FOLDER = join(RESULTS_DIR, 'history');
const SHOWN = 'add FILE… | list';

async function add(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const added = await addToHistory(FOLDER, historyEntry(summarize(await readResults(file))));
    console.log(`${file}: saved as ${shownPath(added)}`);
  }
}

/** Reads every entry, so that an invalid one is reported. */
async function list(): Promise<void> {
  for (const { run, engines, cells } of await readHistory(FOLDER)) {
    const versions = engines.map(({ engine, version }) => `${engine} ${version}`).join(', ');
    console.log(
      `${run.startedAt.slice(0, 16)}  ${run.id}  ${run.profile}  ${cells.length} cells  ${versions}`,
    );
  }
}

export const command = defineCommand({
  name: 'history',
  does: `Saves the summaries of results files in ${shownPath(FOLDER)}/, or lists the saved runs.`,
  flags: {},
  arguments: {
    shown: SHOWN,
    help: 'saves results files without their samples; lists the saved runs',
    least: 1,
    most: Number.POSITIVE_INFINITY,
  },
  async run({ arguments: [action, ...files] }) {
    if (action === 'add' && files.length > 0) await add(files);
    else if (action === 'list' && files.length === 0) await list();
    else throw new UsageError(`'${[action, ...files].join(' ')}': ${shownCommand('history', SHOWN)}`);
    return 0;
  },
});
