import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { defineCommand } from '../results/command-line/command.ts';
import { readResults } from '../results/file/read.ts';
import { suiteBuild } from '../results/file/suite-build.ts';
import { checkWritable } from '../results/file/write.ts';
import { summarize } from '../results/summary/summarize.ts';
import type { Summary } from '../results/summary/summary.ts';
import { clientConfig, liveConfig, reportConfig, serviceWorkerConfig } from '../vite.config.ts';
import { bodyOf } from './body.ts';
import { inlinePolicy } from './csp.ts';
import { HOST_FILES } from './host-files.ts';
import { inlinePacked } from './packed.ts';

const LATEST = 'results/latest.json';
const DIST = 'report/dist';
/** The live page's service worker, and the client in its frame. */
const LIVE_POLICY = ["worker-src 'self'", "frame-src 'self'"];

/** Rounds times to the precision of the samples; sizes and seeds are whole numbers and stay exact. */
function summaryText(summary: Summary): string {
  return JSON.stringify(summary, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value,
  );
}

/**
 * `index.html` and the live page are one file each, with the summary of the results; the raw results are beside them.
 * @throws {UserError} if the file cannot be read or the folder cannot be written.
 */
async function buildSite(file: string, outDir: string): Promise<void> {
  await checkWritable(outDir);
  const results = await readResults(file);
  const summary = summaryText(summarize(results));
  const liveDir = join(outDir, 'live');
  const dataDir = join(outDir, 'data');
  // The dashboard in the same folder is kept.
  for (const folder of [liveDir, dataDir]) await rm(folder, { recursive: true, force: true });
  const define = { SUITE_BUILD: JSON.stringify(suiteBuild()) };
  await Promise.all([
    build(reportConfig(outDir, [bodyOf('index'), inlinePacked('summary', summary)], [inlinePolicy()])),
    build(
      liveConfig(
        liveDir,
        [bodyOf('live'), inlinePacked('summary', summary)],
        [inlinePolicy(LIVE_POLICY)],
        define,
      ),
    ),
    build(serviceWorkerConfig(outDir)),
    build(clientConfig(join(liveDir, 'client'))),
  ]);
  await mkdir(dataDir);
  const files = { ...HOST_FILES, 'data/results.json': JSON.stringify(results), 'data/summary.json': summary };
  for (const [name, text] of Object.entries(files)) await writeFile(join(outDir, name), text);
}

export const command = defineCommand({
  name: 'report',
  does: 'Builds the report, a static site, from a results file.',
  flags: {},
  arguments: {
    shown: '[FILE] [DIR]',
    help: `a results file (default: ${LATEST}), and where the site goes (default: ${DIST})`,
    least: 0,
    most: 2,
  },
  async run({ arguments: [file = LATEST, dir = DIST] }) {
    const outDir = resolve(dir);
    await buildSite(file, outDir);
    console.log(`report:  ${relative('.', join(outDir, 'index.html'))}`);
    return 0;
  },
});
