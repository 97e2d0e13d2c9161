import { defineCommand } from '../command-line/command.ts';
import { UserError } from '../command-line/user-error.ts';
import { readResults } from '../file/read.ts';

export const command = defineCommand({
  name: 'validate',
  does: 'Checks that results files are valid. Prints what is wrong with the others; the exit code is then 1.',
  flags: {},
  arguments: { shown: 'FILE…', help: 'results files', least: 1, most: Number.POSITIVE_INFINITY },
  async run({ arguments: files }) {
    let exitCode = 0;
    for (const file of files) {
      try {
        const { cells, outcome } = await readResults(file);
        console.log(`${file}: valid (${cells.length} cells, run ${outcome})`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        console.error(error.message);
        exitCode = 1;
      }
    }
    return exitCode;
  },
});
