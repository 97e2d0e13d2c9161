import { spawnSync } from 'node:child_process';
import { ROOT } from '../command-line/installation.mjs';
import { UserError } from '../command-line/user-error.ts';

/** Git refused to do something, or is not installed. The message has git's own words. */
export class GitError extends UserError {
  override readonly name = 'GitError';
}

/**
 * Runs git in this checkout, and returns what it prints.
 * @throws {GitError}
 */
export function git(...args: readonly string[]): string {
  const { output, failure } = run(args);
  if (failure) throw failure;
  return output;
}

/**
 * For questions that git can answer with "no", which it does with exit code 1 and `undefined` here.
 * @throws {GitError}
 */
export function askGit(...args: readonly string[]): string | undefined {
  const { status, output, failure } = run(args);
  if (status === 1) return undefined;
  if (failure) throw failure;
  return output;
}

function run(args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    // In English, as every message of this project is.
    env: { ...process.env, LC_ALL: 'C' },
  });
  return { status, output: stdout?.trim(), failure: status === 0 ? undefined : failureOf() };

  function failureOf(): GitError {
    if (error) {
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return new GitError(isAbsent ? 'git is not installed, or not in PATH' : error.message);
    }
    // Git breaks its advice into several lines.
    const words = stderr
      .trim()
      .replace(/^fatal: /, '')
      .replaceAll(/\s+/g, ' ');
    return new GitError(`git ${args[0]}: ${words || `it ended with exit code ${status}`}`);
  }
}
