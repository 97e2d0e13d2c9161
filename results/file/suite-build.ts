import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IS_PACKAGE, ROOT } from '../command-line/installation.mjs';
import type { Run } from '../schema/run.ts';
import { GitError, git } from './git.ts';

/** Measured data are not part of the code: they do not make a commit dirty. */
const DATA = [':!results/*.json', ':!results/history', ':!results/merged', ':!results/runs'];

/** The version and commit of this benchmark suite. */
export type SuiteBuild = Pick<Run, 'suiteVersion' | 'commit' | 'noCommit'>;

/** That of a package, which `npm pack` writes: git would name a commit of the project that uses the package. */
export const PACKAGE_BUILD_FILE = join(ROOT, 'dist/suite-build.json');

export function suiteBuild(): SuiteBuild {
  if (IS_PACKAGE) return JSON.parse(readFileSync(PACKAGE_BUILD_FILE, 'utf8')) as SuiteBuild;
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
