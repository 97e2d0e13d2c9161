import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { releaseOf } from '../results/advice/release.ts';
import { escapeXml } from '../results/export/xml.ts';
import { readJson } from '../results/file/read-json.ts';
import { hostSchema } from '../results/schema/engine.ts';
import { engineNameSchema } from '../results/schema/keys.ts';
import { resultsSchema } from '../results/schema/results.ts';
import { runSchema } from '../results/schema/run.ts';
import type { Summary } from '../results/summary/summary.ts';
import { hashesOf, withPolicy } from './csp.ts';
import { foldersIn, RUNS } from './pages.ts';

/** What the list of runs says of a run. */
const recordSchema = z.strictObject({
  id: runSchema.shape.id,
  startedAt: runSchema.shape.startedAt,
  profile: runSchema.shape.profile,
  outcome: resultsSchema.shape.outcome,
  isReference: z.boolean(),
  engines: z.array(z.strictObject({ engine: engineNameSchema, version: z.string() })),
  hosts: z.array(hostSchema.pick({ cpu: true, cores: true, os: true })),
});
type RunRecord = z.infer<typeof recordSchema>;

const RECORD = 'record.json';

interface RunPage {
  readonly summary: Summary;
  readonly isReference: boolean;
  /** The front page of the same run. */
  readonly frontPage: string;
  /** The files in its folder `data`. */
  readonly data: Readonly<Record<string, string>>;
}

/** Writes the page of a run, which keeps its address when a newer run becomes the front page. */
export async function writeRunPage(
  outDir: string,
  { summary, isReference, frontPage, data }: RunPage,
): Promise<void> {
  const folder = join(outDir, RUNS, summary.run.id);
  await mkdir(join(folder, 'data'), { recursive: true });
  const files = {
    // Only links to other pages lead out of the folder: the data are beside the page.
    'index.html': frontPage.replaceAll(/href="(live|runs)\//g, 'href="../../$1/'),
    [RECORD]: `${JSON.stringify(recordOf(summary, isReference))}\n`,
    ...data,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

function recordOf({ run, outcome, engines, hosts }: Summary, isReference: boolean): RunRecord {
  return {
    id: run.id,
    startedAt: run.startedAt,
    profile: run.profile,
    outcome,
    isReference,
    engines: engines.flatMap((one) =>
      one.status === 'found' ? [{ engine: one.engine, version: one.version }] : [],
    ),
    hosts: hosts.map(({ cpu, cores, os }) => ({ cpu, cores, os })),
  };
}

/** Writes the list of all runs that have a page in the folder, the newest first. */
export async function writeRunsIndex(outDir: string): Promise<void> {
  const runs = join(outDir, RUNS);
  const records = await Promise.all(
    foldersIn(runs).map((id) => readJson(recordSchema, join(runs, id, RECORD), 'the record of a run')),
  );
  const rows = records.sort((a, b) => b.startedAt.localeCompare(a.startedAt)).map(rowOf);
  const here = import.meta.dirname;
  const [template, style] = await Promise.all(
    ['runs.html', 'page/style.css'].map((file) => readFile(join(here, file), 'utf8')),
  );
  const html = (template ?? '')
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- rows -->', () => rows.join('\n'));
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src ${hashesOf(html, /<style>(.*?)<\/style>/gs)}`;
  await writeFile(join(runs, 'index.html'), withPolicy(html, policy));
}

/** Each engine's release has a link of its own, which can be cited: it opens the run with that engine's chart. */
function rowOf({ id, startedAt, profile, outcome, isReference, engines, hosts }: RunRecord): string {
  const machines = hosts.map(({ cpu, cores, os }) => `${cpu}, ${cores} cores, ${os}`);
  const notes = [
    ...(isReference ? ['the reference run'] : []),
    ...(outcome === 'complete' ? [] : [outcome]),
    `profile ${profile}`,
  ];
  const releases = engines.map(
    (one) =>
      `<li><a href="${id}/index.html?engine=${one.engine}">${escapeXml(releaseOf(one))}</a> <small>${escapeXml(one.version)}</small></li>`,
  );
  return [
    '<tr>',
    `<th scope="row"><a href="${id}/index.html">${startedAt.slice(0, 16).replace('T', ' ')} UTC</a><br /><small>${id}</small></th>`,
    `<td><ul class="releases">${releases.join('')}</ul></td>`,
    `<td>${escapeXml(machines.join('; ') || 'unknown')}</td>`,
    `<td>${notes.join(', ')}</td>`,
    '</tr>',
  ].join('');
}
