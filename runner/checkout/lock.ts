import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { USER_DIR } from '../../results/command-line/installation.mjs';
import { UserError } from '../../results/command-line/user-error.ts';
import { describeHolder, describeUnreadable, lockFileOf, tryLock, unlock } from './lock-file.mjs';

/** Two commands that measure at once in one checkout would share the built client and the processors. */
const FILE = lockFileOf(USER_DIR);
const WAIT_MS = 500;

/** Another command has locked this checkout. */
class CheckoutBusy extends UserError {
  override readonly name = 'CheckoutBusy';
}

/** The folder of the results cannot be written. */
class FolderUnwritable extends UserError {
  override readonly name = 'FolderUnwritable';

  constructor(reason: string) {
    super(`${USER_DIR} cannot be written: ${reason}`);
  }
}

/**
 * Locks the checkout for a command.
 * @param shouldWait Whether to wait until another command has ended, instead of throwing.
 * @returns The id of the run that was killed while it had the lock, if there is one.
 * @throws {CheckoutBusy} if another command has the lock.
 * @throws {FolderUnwritable}
 */
export async function lockCheckout(
  runId: string,
  shouldWait: boolean,
  say: (line: string) => void,
): Promise<string | undefined> {
  try {
    mkdirSync(USER_DIR, { recursive: true });
  } catch (error) {
    throw new FolderUnwritable((error as Error).message);
  }
  for (let announced = false; ; await wait(WAIT_MS)) {
    const attempt = tryLock(FILE, runId);
    switch (attempt.state) {
      case 'held':
        return attempt.dead?.runId ?? undefined;
      case 'unreadable':
        throw new CheckoutBusy(describeUnreadable(FILE));
      case 'unwritable':
        throw new FolderUnwritable(attempt.reason);
      case 'contested':
        continue;
      case 'busy': {
        const holder = describeHolder(attempt.holder);
        if (!shouldWait)
          throw new CheckoutBusy(
            `${holder}; wait until it ends, or use --wait; if there is no such process, remove ${FILE}`,
          );
        if (!announced) say(`${holder}; waiting for it to end …`);
        announced = true;
      }
    }
  }
}

/** Synchronous, because an exiting process cannot wait. */
export function unlockCheckout(): void {
  unlock(FILE);
}
