import { ResultsError } from './parse.ts';

/** The user asked for something that cannot be: the message says what it was and what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command's body and exits with the code it returns. What a user can mend is told in a sentence, never by
 * a stack trace: exit code 2 for wrong use, 1 for a results file that cannot be used.
 */
export async function runCommand(body: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ResultsError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
