import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { defineCommand } from '../results/command-line/command.ts';
import { text } from '../results/command-line/flags.ts';
import { REPORT_DIR, RESULTS_DIR, shownCommand, shownPath } from '../results/command-line/installation.mjs';
import { UsageError } from '../results/command-line/user-error.ts';
import { readResults } from '../results/file/read.ts';
import { latestOrReference } from '../results/file/reference.ts';
import { suiteBuild } from '../results/file/suite-build.ts';
import { checkWritable } from '../results/file/write.ts';
import type { Results } from '../results/schema/results.ts';
import { summarize } from '../results/summary/summarize.ts';
import type { Summary } from '../results/summary/summary.ts';
import { clientConfig, liveConfig, reportConfig, serviceWorkerConfig } from '../vite.config.ts';
import { bodyOf } from './body.ts';
import { inlinePolicy } from './csp.ts';
import { HOST_FILES } from './host-files.ts';
import { inlinePacked } from './packed.ts';
import { linkPages } from './pages.ts';
import { PREVIEW, previewAt } from './preview.ts';
import { writeRunPage, writeRunsIndex } from './runs.ts';

const RESULTS = shownPath(RESULTS_DIR);
const DIST = shownPath(REPORT_DIR);
/** The live page's service worker, and the client in its frame. */
const LIVE_POLICY = ["worker-src 'self'", "frame-src 'self'"];

/** Rounds times to the precision of the samples; sizes and seeds are whole numbers and stay exact. */
function summaryText(summary: Summary): string {
  return JSON.stringify(summary, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value,
  );
}

/**
 * `index.html`, the page of the run and the live page are one file each, with the summary of the results; the raw results are beside
 * them. What else is in the folder is kept: the dashboard, the pages of other runs, and a user's own files.
 * @throws {UserError} if the folder cannot be written.
 */
async function buildSite(
  results: Results,
  isReference: boolean,
  outDir: string,
  address: URL | null,
): Promise<void> {
  await checkWritable(outDir);
  const summary = summarize(results);
  const packed = summaryText(summary);
  const liveDir = join(outDir, 'live');
  const define = { SUITE_BUILD: JSON.stringify(suiteBuild()) };
  const run = { runId: results.run.id, isReference };
  await Promise.all([
    build(
      reportConfig(
        outDir,
        [
          bodyOf('index', run),
          inlinePacked('summary', packed),
          ...(address === null ? [] : [previewAt(address)]),
        ],
        [inlinePolicy()],
      ),
    ),
    build(
      liveConfig(
        liveDir,
        [bodyOf('live', run), inlinePacked('summary', packed)],
        [inlinePolicy(LIVE_POLICY)],
        define,
      ),
    ),
    build(serviceWorkerConfig(outDir)),
    build(clientConfig(join(liveDir, 'client'))),
  ]);
  await mkdir(join(outDir, 'data'), { recursive: true });
  await copyFile(join(import.meta.dirname, PREVIEW), join(outDir, PREVIEW));
  const data = { 'data/results.json': JSON.stringify(results), 'data/summary.json': packed };
  for (const [name, text] of Object.entries({ ...HOST_FILES, ...data })) {
    await writeFile(join(outDir, name), text);
  }
  const frontPage = await readFile(join(outDir, 'index.html'), 'utf8');
  await writeRunPage(outDir, { summary, isReference, frontPage, data });
  await writeRunsIndex(outDir);
  await linkPages(outDir);
}

/** With a slash at the end, so that files are found in its folder. @throws {UsageError} */
function addressOf(given: string): URL {
  const whole = given.endsWith('/') ? given : `${given}/`;
  if (/^https?:\/\//.test(whole) && URL.canParse(whole)) return new URL(whole);
  throw new UsageError(`--address: '${given}' is not an address such as https://example.org/report/`);
}

export const command = defineCommand({
  name: 'report',
  does: 'Builds the report, a static site, from a results file.',
  flags: {
    address: text({
      value: 'URL',
      help: 'where the site will be, which other sites need to show its picture with a link',
      otherwise: 'links have no picture',
    }),
  },
  arguments: {
    shown: '[FILE] [DIR]',
    help: `a results file (default: ${RESULTS}/latest.json, or the reference run if there is none), and where the site goes (default: ${DIST})`,
    least: 0,
    most: 2,
  },
  async run({ flags, arguments: [file, dir = DIST] }) {
    const address = flags.address === null ? null : addressOf(flags.address);
    const outDir = resolve(dir);
    const { results, isReference } =
      file === undefined
        ? await latestOrReference(RESULTS)
        : { results: await readResults(file), isReference: false };
    await buildSite(results, isReference, outDir, address);
    const which = isReference
      ? ` (the reference run: ${RESULTS}/ has no run yet; ${shownCommand('bench')} makes one)`
      : '';
    console.log(`report:  ${shownPath(join(outDir, 'index.html'))}${which}`);
    return 0;
  },
});
