import { ToldError } from './errors.ts';

/** The user asked for something that cannot be: the message says what it was and what is allowed. */
export class UsageError extends ToldError {
  override readonly name = 'UsageError';
}

/**
 * What a command that takes no flags is given.
 * @throws {UsageError} where there is a flag among it.
 */
export function withoutFlags(args: readonly string[], usage: string): readonly string[] {
  const flag = args.find((one) => one.startsWith('-'));
  if (flag !== undefined) throw new UsageError(`${flag}: there is no such flag\n${usage}`);
  return args;
}

/**
 * Runs a command's body and exits with the code it returns. What a user can mend is told in a sentence, never by
 * a stack trace: exit code 2 for wrong use, 1 for a results file that cannot be used.
 * @param usage Printed where `--help` asks for it; a command without reads that flag itself.
 */
export async function runCommand(body: (args: string[]) => Promise<number>, usage?: string): Promise<void> {
  const args = process.argv.slice(2);
  if (usage !== undefined && args.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await body(args);
  } catch (error) {
    if (!(error instanceof ToldError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
