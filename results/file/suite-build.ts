import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Run } from '../schema/run.ts';
import { GitError, git } from './git.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Measured data are not part of the code: they do not make a commit dirty. */
const DATA = [':!results/*.json', ':!results/history', ':!results/merged', ':!results/runs'];

/** The version and commit of this benchmark suite. */
export type SuiteBuild = Pick<Run, 'suiteVersion' | 'commit' | 'noCommit'>;

export function suiteBuild(): SuiteBuild {
  return { suiteVersion: readVersion(), ...readCommit() };
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

function readCommit(): Pick<Run, 'commit' | 'noCommit'> {
  try {
    const isDirty = git('status', '--porcelain', '--', '.', ...DATA) !== '';
    return { commit: git('rev-parse', 'HEAD') + (isDirty ? '-dirty' : ''), noCommit: null };
  } catch (error) {
    if (error instanceof GitError) return { commit: null, noCommit: error.message };
    throw error;
  }
}
