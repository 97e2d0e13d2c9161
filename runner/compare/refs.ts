import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type InlineConfig } from 'vite';
import { UsageError } from '../../results/command-line/user-error.ts';
import { CACHE_DIR, ROOT } from '../checkout/paths.ts';

const run = promisify(execFile);
/** Below the project, so that what is checked out finds its packages. */
const WORKTREES = join(CACHE_DIR, 'worktrees');

async function git(...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: ROOT })).stdout.trim();
}

/** The commit that a name stands for. @throws {UsageError} where there is none. */
async function commitOf(ref: string): Promise<string> {
  try {
    return await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  } catch {
    throw new UsageError(
      `ref=${ref}: there is no such commit here; fetch it first, as with git fetch origin ${ref}`,
    );
  }
}

/**
 * The commits to be compared: what the base has gained since the head branched off is no change of the head's, so the base is
 * where they part.
 */
export async function commitsOf(base: string, head: string): Promise<{ base: string; head: string }> {
  const [baseCommit, headCommit] = [await commitOf(base), await commitOf(head)];
  try {
    return { base: await git('merge-base', baseCommit, headCommit), head: headCommit };
  } catch {
    throw new UsageError(
      `ref=${base} and ref=${head} have no commit in common; is this clone a shallow one?`,
    );
  }
}

/** Builds the client of a commit, by that commit's own build, with the packages that are installed here. */
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
