import { rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { lockCheckout, unlockCheckout } from './checkout-lock.ts';
import { cleanUpAfter, temporaryFolder } from './leftovers.ts';
import { nameProcesses, newRunId } from './run.ts';

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** What says where it is, on Linux and macOS, and on Windows. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'] as const;

interface Wish {
  /** `undefined`: what is done has no run of its own. */
  readonly runId?: string;
  /** Until another command has ended, instead of refusing. */
  readonly wait: boolean;
  readonly say: (line: string) => void;
}

/**
 * Measures while no other command does in this checkout, with a temporary folder of its own, which is gone with it. What a
 * command that was killed left behind is cleaned up first.
 * @param measure Is told the run that was killed, if one was.
 * @throws {CheckoutBusy} where another command measures.
 */
export async function inCheckout<Outcome>(
  { runId = newRunId(new Date().toISOString()), wait, say }: Wish,
  measure: (killed: string | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  const left = await lockCheckout(runId, wait, say);
  const temporary = temporaryFolder(runId);
  const before = TEMPORARY.map((name) => [name, process.env[name]] as const);
  // Where the process leaves without coming to its end, as at a signal.
  const leave = () => {
    rmSync(temporary, { recursive: true, force: true });
    unlockCheckout();
  };
  process.once('exit', leave);
  try {
    if (left) say(await cleanUp(left.runId));
    await mkdir(temporary, { recursive: true });
    nameProcesses(runId);
    for (const name of TEMPORARY) process.env[name] = temporary;
    return await measure(left?.runId);
  } finally {
    for (const [name, folder] of before) {
      if (folder === undefined) delete process.env[name];
      else process.env[name] = folder;
    }
    await rm(temporary, { recursive: true, force: true });
    process.off('exit', leave);
    unlockCheckout();
  }
}

async function cleanUp(runId: string): Promise<string> {
  const ended = await cleanUpAfter(runId);
  const processes =
    ended === null
      ? 'what it left running cannot be found on this system'
      : `${ended} processes of it were ended`;
  return `The run ${runId} was killed before its end: ${processes}.`;
}

/** For a command that starts its engines itself: a signal ends it, and they end with it. */
export function exitOnSignals(): void {
  for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
    process.once(signal, () => process.exit(exitCode));
  }
}
