import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type InlineConfig } from 'vite';
import { UsageError } from '../../results/command-line/user-error.ts';
import { CACHE_DIR, ROOT } from '../checkout/paths.ts';

const run = promisify(execFile);
/** Inside the project, so that the checked-out code finds the installed packages. */
const WORKTREES = join(CACHE_DIR, 'worktrees');

async function git(...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: ROOT })).stdout.trim();
}

/** Resolves a ref to its commit. @throws {UsageError} if there is no such commit. */
async function commitOf(ref: string): Promise<string> {
  try {
    return await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  } catch {
    throw new UsageError(
      `ref=${ref}: no such commit in this clone; fetch it first, for example with git fetch origin ${ref}`,
    );
  }
}

/**
 * The commits to compare. The base is the merge base, because commits that the base gained after the head branched off are not
 * changes of the head.
 */
export async function commitsOf(base: string, head: string): Promise<{ base: string; head: string }> {
  const [baseCommit, headCommit] = [await commitOf(base), await commitOf(head)];
  try {
    return { base: await git('merge-base', baseCommit, headCommit), head: headCommit };
  } catch {
    throw new UsageError(`ref=${base} and ref=${head} have no common commit; is this a shallow clone?`);
  }
}

/** Builds the client of a commit with that commit's own build configuration and the packages that are installed here. */
export async function buildCommit(commit: string, outDir: string): Promise<void> {
  const worktree = join(WORKTREES, commit);
  await rm(worktree, { recursive: true, force: true });
  await mkdir(WORKTREES, { recursive: true });
  await git('worktree', 'prune');
  await git('worktree', 'add', '--detach', worktree, commit);
  try {
    const { clientConfig } = (await import(pathToFileURL(join(worktree, 'vite.config.ts')).href)) as {
      clientConfig: (outDir: string) => InlineConfig;
    };
    await build(clientConfig(outDir));
  } finally {
    await git('worktree', 'remove', '--force', worktree);
  }
}
