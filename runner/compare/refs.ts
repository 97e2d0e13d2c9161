import { existsSync, rmSync } from 'node:fs';
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
  if (mergeBase === headCommit && baseCommit !== headCommit) {
    throw new UsageError(
      `ref=${head} is an ancestor of ref=${base}, so it changes nothing; to compare them, swap --base and --head`,
    );
  }
  if (mergeBase !== undefined) return { base: mergeBase, head: headCommit };
  throw new UsageError(`ref=${base} and ref=${head} have no common commit; is this a shallow clone?`);
}

/** The folder of the commits' checkouts, which are removed when it is closed or the process exits. */
export function openWorktrees(): { close(): Promise<void> } {
  // A comparison that was killed has left some.
  removeWorktrees();
  process.once('exit', removeWorktrees);
  return {
    close: async () => {
      process.off('exit', removeWorktrees);
      removeWorktrees();
    },
  };
}

function removeWorktrees(): void {
  // Windows frees the files of a process a moment after its end.
  rmSync(WORKTREES, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  git('worktree', 'prune');
}

/**
 * Checks a commit out, and opens its own driver.
 * @param clientDir The folder for the commit's built client.
 * @throws {UsageError} if the commit has no driver that this code can use.
 * @throws {Error} if its client cannot be built.
 */
export async function openCommit(
  { flag, ref, commit }: { readonly flag: 'base' | 'head'; readonly ref: string; readonly commit: string },
  clientDir: string,
): Promise<Driver> {
  const which = `--${flag}: ref=${ref} (commit ${commit.slice(0, 12)}) cannot be compared`;
  // A checkout for each arm, so that a commit compared with itself is two copies of the code too.
  const worktree = join(WORKTREES, `${commit}-${flag}`);
  git('worktree', 'add', '--detach', worktree, commit);
  const file = join(worktree, DRIVER_FILE);
  if (!existsSync(file)) {
    throw new UsageError(
      `${which}: it has no ${DRIVER_FILE}, by which a comparison uses a commit's own client and server; compare later commits`,
    );
  }
  // The commit's errors are of its own classes, of which this code knows none.
  const failed = (error: unknown): never => {
    throw new Error(`${which}: ${(error as Error).message}`);
  };
  const { DRIVER_VERSION: version, openDriver } = (await import(pathToFileURL(file).href).catch(failed)) as {
    DRIVER_VERSION?: unknown;
    openDriver: (clientDir: string) => Promise<Driver>;
  };
  if (version !== DRIVER_VERSION) {
    throw new UsageError(
      `${which}: its ${DRIVER_FILE} has version ${version}, and this checkout's has version ${DRIVER_VERSION}; ` +
        'compare commits of one version, from a checkout of that version',
    );
  }
  return openDriver(clientDir).catch(failed);
}
