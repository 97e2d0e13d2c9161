import { rmSync } from 'node:fs';
import { cleanUpAfter } from './leftovers.ts';
import { lockCheckout, unlockCheckout } from './lock.ts';
import { nameProcesses, newRunId } from './run-id.ts';
import { SIGNALS } from './signals.ts';
import { enterTemporaryFolder, temporaryFolder } from './temporary-folder.ts';

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
  leaveCheckout = () => {
    unlockCheckout();
    try {
      rmSync(temporary, REMOVE_OPTIONS);
    } catch (error) {
      say(`${temporary} could not be removed: ${(error as Error).message}`);
    }
  };
  let leaveFolder = () => {};
  try {
    if (killed !== undefined) say(await cleanUpAfter(killed));
    leaveFolder = await enterTemporaryFolder(runId, say);
    nameProcesses(runId);
    return await measure(killed);
  } finally {
    leaveFolder();
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
