import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../results/command-line/user-error.ts';
import { describeHolder, describeUnreadable, lockFileOf, tryLock, unlock } from './lock-file.mjs';
import { ROOT } from './paths.ts';

/** Commands that measured at once in one checkout would share a built client and the processors. */
const FILE = lockFileOf(ROOT);
const WAIT_MS = 500;

/** Another command has this checkout. */
class CheckoutBusy extends UserError {
  override readonly name = 'CheckoutBusy';
}

/**
 * Takes the checkout for a command.
 * @param shallWait Until another one has ended, instead of throwing.
 * @returns The run that was killed while it had the checkout, if one was.
 * @throws {CheckoutBusy} where another command has it.
 */
export async function lockCheckout(
  runId: string,
  shallWait: boolean,
  say: (line: string) => void,
): Promise<string | undefined> {
  for (let told = false; ; await wait(WAIT_MS)) {
    const attempt = tryLock(FILE, runId);
    switch (attempt.state) {
      case 'held':
        return attempt.dead?.runId ?? undefined;
      case 'unreadable':
        throw new CheckoutBusy(describeUnreadable(FILE));
      case 'contested':
        continue;
      case 'busy': {
        const words = describeHolder(attempt.holder);
        if (!shallWait) throw new CheckoutBusy(`${words}; wait for its end, or let this one wait: --wait`);
        if (!told) say(`${words}; waiting for its end …`);
        told = true;
      }
    }
  }
}

/** At once, as a process that is leaving can wait for nothing. */
export function unlockCheckout(): void {
  unlock(FILE);
}
