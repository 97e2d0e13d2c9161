import { defineCommand } from '../command-line/command.ts';
import { ResultsError } from '../file/parse.ts';
import { readResults } from '../file/read.ts';

export const command = defineCommand({
  name: 'validate',
  does: 'Says of each results file that it is valid, or where it is wrong; then the exit code is 1.',
  flags: {},
  arguments: { shown: 'FILE…', help: 'results files', least: 1, most: Number.POSITIVE_INFINITY },
  async run({ arguments: files }) {
    let exitCode = 0;
    for (const file of files) {
      try {
        const { cells, outcome } = await readResults(file);
        console.log(`${file}: valid (${cells.length} cells, run ${outcome})`);
      } catch (error) {
        if (!(error instanceof ResultsError)) throw error;
        console.error(error.message);
        exitCode = 1;
      }
    }
    return exitCode;
  },
});
