import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { cleanUpAfter, temporaryFolder } from './leftovers.ts';
import { lockCheckout, unlockCheckout } from './lock.ts';
import { nameProcesses, newRunId } from './run-id.ts';
import { SIGNALS } from './signals.ts';

/** The environment variables for the temporary folder, on Linux and macOS, and on Windows. */
const TEMPORARY_VARIABLES = ['TMPDIR', 'TEMP', 'TMP'] as const;
/** Removal is retried because an engine that has just been ended may still have a file open. */
const REMOVE_OPTIONS = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

interface CheckoutOptions {
  /** `undefined`: the command has no run of its own. */
  readonly runId?: string;
  /** Whether to wait until another command has ended, instead of throwing. */
  readonly wait: boolean;
  readonly say: (line: string) => void;
}

let leaveCheckout = () => {};

/**
 * Runs `measure` while no other command measures in this checkout. The run has its own temporary folder, which is removed at the
 * end. If an earlier command was killed, its processes are ended and its temporary folder is removed first.
 * @param measure Receives the id of the killed run, if there is one.
 * @throws {CheckoutBusy} if another command is measuring.
 */
export async function inCheckout<Outcome>(
  { runId = newRunId(new Date().toISOString()), wait, say }: CheckoutOptions,
  measure: (killed: string | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  const killed = await lockCheckout(runId, wait, say);
  const temporary = temporaryFolder(runId);
  const previous = TEMPORARY_VARIABLES.map((name) => [name, process.env[name]] as const);
  leaveCheckout = () => {
    unlockCheckout();
    try {
      rmSync(temporary, REMOVE_OPTIONS);
    } catch (error) {
      say(`${temporary} could not be removed: ${(error as Error).message}`);
    }
  };
  try {
    if (killed !== undefined) say(await cleanUpAfter(killed));
    await mkdir(temporary, { recursive: true });
    nameProcesses(runId);
    for (const name of TEMPORARY_VARIABLES) process.env[name] = temporary;
    return await measure(killed);
  } finally {
    for (const [name, folder] of previous) {
      if (folder === undefined) delete process.env[name];
      else process.env[name] = folder;
    }
    leaveCheckout();
  }
}

/** Makes a signal end a command that starts its engines itself, and the engines with it. */
export function exitOnSignals(): void {
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      // The handlers that end the engines were registered earlier, so they run first.
      process.once('exit', () => leaveCheckout());
      process.exit(exitCode);
    });
  }
}
