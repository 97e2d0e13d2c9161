import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { cleanUpAfter, temporaryFolder } from './leftovers.ts';
import { lockCheckout, unlockCheckout } from './lock.ts';
import { nameProcesses, newRunId } from './run-id.ts';
import { SIGNALS } from './signals.ts';

/** What says where temporary files go, on Linux and macOS, and on Windows. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'] as const;
/** An engine that was ended a moment ago may still hold a file. */
const PATIENCE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

interface Wish {
  /** `undefined`: what is done has no run of its own. */
  readonly runId?: string;
  /** Until another command has ended, instead of refusing. */
  readonly wait: boolean;
  readonly say: (line: string) => void;
}

let leave = () => {};

/**
 * Measures while no other command does in this checkout, with a temporary folder of its own, which is gone with it. Before that
 * it ends what a command that was killed left running, and removes that one's folder.
 * @param measure Is told the run that was killed, if one was.
 * @throws {CheckoutBusy} where another command measures.
 */
export async function inCheckout<Outcome>(
  { runId = newRunId(new Date().toISOString()), wait, say }: Wish,
  measure: (killed: string | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  const killed = await lockCheckout(runId, wait, say);
  const temporary = temporaryFolder(runId);
  const before = TEMPORARY.map((name) => [name, process.env[name]] as const);
  leave = () => {
    unlockCheckout();
    try {
      rmSync(temporary, PATIENCE);
    } catch (error) {
      say(`${temporary} could not be removed: ${(error as Error).message}`);
    }
  };
  try {
    if (killed !== undefined) say(await cleanUpAfter(killed));
    await mkdir(temporary, { recursive: true });
    nameProcesses(runId);
    for (const name of TEMPORARY) process.env[name] = temporary;
    return await measure(killed);
  } finally {
    for (const [name, folder] of before) {
      if (folder === undefined) delete process.env[name];
      else process.env[name] = folder;
    }
    leave();
  }
}

/** For a command that starts its engines itself: a signal ends it, and they end with it. */
export function exitOnSignals(): void {
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      // After those that end the engines, which were there before it.
      process.once('exit', () => leave());
      process.exit(exitCode);
    });
  }
}
