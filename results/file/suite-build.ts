import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Run } from '../schema/run.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Measured data are not part of the code: they do not make a commit dirty. */
const DATA = [':!results/*.json', ':!results/history', ':!results/merged', ':!results/runs'];

/** The version and commit of this benchmark suite. */
export type SuiteBuild = Pick<Run, 'suiteVersion' | 'commit'>;

export function suiteBuild(): SuiteBuild {
  return { suiteVersion: readVersion(), commit: readCommit() };
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

/** `null` outside a git checkout. */
function readCommit(): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--', '.', ...DATA) ? '-dirty' : '');
  } catch {
    return null;
  }
}
