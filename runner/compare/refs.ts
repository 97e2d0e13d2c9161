import { existsSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../results/command-line/user-error.ts';
import { askGit, git } from '../../results/file/git.ts';
import { CACHE_DIR } from '../checkout/paths.ts';
import { DRIVER_VERSION, type Driver } from './driver.ts';

/** Inside the project, so that the checked-out code finds the installed packages. */
const WORKTREES = join(CACHE_DIR, 'worktrees');
const DRIVER_FILE = 'runner/compare/driver.ts';

/**
 * Resolves a ref to its commit.
 * @throws {UsageError} if there is no such commit.
 * @throws {GitError}
 */
function commitOf(ref: string): string {
  const commit = askGit('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  if (commit !== undefined) return commit;
  throw new UsageError(
    `ref=${ref}: no such commit in this clone; fetch it first, for example with git fetch origin ${ref}`,
  );
}

/**
 * The commits to compare. The base is the merge base, because commits that the base gained after the head branched off are not
 * changes of the head.
 * @throws {UsageError, GitError}
 */
export function commitsOf(base: string, head: string): { base: string; head: string } {
  const [baseCommit, headCommit] = [commitOf(base), commitOf(head)];
  const mergeBase = askGit('merge-base', baseCommit, headCommit);
  if (mergeBase !== undefined) return { base: mergeBase, head: headCommit };
  throw new UsageError(`ref=${base} and ref=${head} have no common commit; is this a shallow clone?`);
}

/** Removes the checkouts that a killed comparison has left. */
export function removeWorktrees(): void {
  rmSync(WORKTREES, { recursive: true, force: true });
  git('worktree', 'prune');
}

/**
 * Checks a commit out, and opens its own driver. The checkout is removed when the driver is closed or the process exits.
 * @param clientDir The folder for the commit's built client.
 * @throws {UsageError} if the commit has no driver that this code can use.
 */
export async function openCommit(
  arm: { readonly flag: 'base' | 'head'; readonly ref: string; readonly commit: string },
  clientDir: string,
): Promise<Driver> {
  // A checkout for each arm, so that a commit compared with itself is two copies of the code too.
  const worktree = join(WORKTREES, `${arm.commit}-${arm.flag}`);
  const remove = () => git('worktree', 'remove', '--force', worktree);
  await mkdir(WORKTREES, { recursive: true });
  git('worktree', 'add', '--detach', worktree, arm.commit);
  process.once('exit', remove);
  const removeNow = () => {
    process.off('exit', remove);
    remove();
  };
  try {
    const driver = await (await openerIn(worktree, arm))(clientDir);
    return { ...driver, close: () => driver.close().finally(removeNow) };
  } catch (error) {
    removeNow();
    throw error;
  }
}

/** @throws {UsageError} that says why the commit cannot be driven. */
async function openerIn(
  worktree: string,
  { flag, ref, commit }: { readonly flag: string; readonly ref: string; readonly commit: string },
): Promise<(clientDir: string) => Promise<Driver>> {
  const which = `--${flag}: ref=${ref} (commit ${commit.slice(0, 12)}) cannot be compared`;
  const file = join(worktree, DRIVER_FILE);
  if (!existsSync(file)) {
    throw new UsageError(
      `${which}: it has no ${DRIVER_FILE}, by which a comparison uses a commit's own client and server; compare later commits`,
    );
  }
  const driver = (await import(pathToFileURL(file).href)) as {
    DRIVER_VERSION?: unknown;
    openDriver: (clientDir: string) => Promise<Driver>;
  };
  if (driver.DRIVER_VERSION !== DRIVER_VERSION) {
    throw new UsageError(
      `${which}: its ${DRIVER_FILE} has version ${driver.DRIVER_VERSION}, and this checkout's has version ${DRIVER_VERSION}; ` +
        'compare commits of one version, from a checkout of that version',
    );
  }
  return driver.openDriver;
}
