/** The user asked for something that cannot be: the message says what it was and what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a user can mend. */
const TOLD = ['UsageError', 'ResultsError', 'CheckoutBusy'];
function isToldInASentence(error: unknown): error is Error {
  return error instanceof Error && TOLD.includes(error.name);
}

/**
 * Runs a command's body and exits with the code it returns. What a user can mend is told in a sentence, never by
 * a stack trace: exit code 2 for wrong use, 1 for a results file that cannot be used.
 */
export async function runCommand(body: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body(process.argv.slice(2));
  } catch (error) {
    if (!isToldInASentence(error)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
