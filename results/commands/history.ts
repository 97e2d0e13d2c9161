import { relative, resolve } from 'node:path';
import { runCommand, UsageError, withoutFlags } from '../command-line/command.ts';
import { readResults } from '../file/read.ts';
import { summarize } from '../summary/summarize.ts';
import { historyEntry } from '../trends/history.ts';
import { addToHistory, readHistory } from '../trends/history-folder.ts';

const FOLDER = resolve(import.meta.dirname, '../history');
const USAGE = 'usage: npm run history -- add FILE… | list';

/** `add` keeps the summaries of results files; `list` says what there is, and that it is whole. */
await runCommand(async (args) => {
  const [action, ...files] = withoutFlags(args, USAGE);
  switch (action) {
    case 'add': {
      if (files.length === 0) throw new UsageError(USAGE);
      for (const file of files) {
        const added = await addToHistory(FOLDER, historyEntry(summarize(await readResults(file))));
        console.log(`${file}: kept as ${relative('.', added)}`);
      }
      return 0;
    }
    case 'list': {
      for (const { run, engines, cells } of await readHistory(FOLDER)) {
        const versions = engines.map(({ engine, version }) => `${engine} ${version}`).join(', ');
        console.log(
          `${run.startedAt.slice(0, 16)}  ${run.id}  ${run.profile}  ${cells.length} cells  ${versions}`,
        );
      }
      return 0;
    }
    default:
      throw new UsageError(USAGE);
  }
}, USAGE);
