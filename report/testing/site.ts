import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Results } from '../../results/schema/results.ts';

const run = promisify(execFile);
const BOOTSTRAP = resolve(import.meta.dirname, '../../runner/bootstrap.mjs');

/** Builds the site of a results file. @returns Its folder, in `folder`. */
export async function buildSite(folder: string, results: Results): Promise<string> {
  const file = join(folder, 'results.json');
  const site = join(folder, 'site');
  await writeFile(file, JSON.stringify(results));
  await run(process.execPath, [BOOTSTRAP, 'report/build.ts', file, site]);
  return site;
}
