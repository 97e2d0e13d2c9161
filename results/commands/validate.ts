import { runCommand, UsageError, withoutFlags } from '../command-line/command.ts';
import { ResultsError } from '../file/parse.ts';
import { readResults } from '../file/read.ts';

const USAGE = 'usage: npm run validate -- FILE…';

/** `npm run validate -- FILE…`: says `valid`, or where a file is wrong; then the exit code is 1. */
await runCommand(async (args) => {
  const files = withoutFlags(args, USAGE);
  if (files.length === 0) throw new UsageError(USAGE);
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
}, USAGE);
