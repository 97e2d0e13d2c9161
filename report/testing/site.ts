import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Results } from '../../results/schema/results.ts';
import { command as report } from '../build.ts';
import { command as dashboard } from '../build-dashboard.ts';

/** Runs in the process of the test, as a process of its own takes longer to start than to build. */

/** Builds the site of a results file. @returns Its folder, in `folder`. */
export async function buildSite(folder: string, results: Results): Promise<string> {
  const file = join(folder, 'results.json');
  const site = join(folder, 'site');
  await writeFile(file, JSON.stringify(results));
  expect(await report.run([file, site])).toBe(0);
  return site;
}

/** Builds a dashboard with these flags. @returns Its file, in `out`. */
export async function buildDashboard(out: string, ...flags: readonly string[]): Promise<string> {
  expect(await dashboard.run([...flags, '--out', out])).toBe(0);
  return join(out, 'dashboard.html');
}
