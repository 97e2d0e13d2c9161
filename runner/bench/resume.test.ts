import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { LogWriter } from '../../results/file/log.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { visitor } from '../../results/file/visitor.ts';
import { resultsFiles, writeResults } from '../../results/file/write.ts';
import type { Entry } from '../../results/schema/entry.ts';
import { exampleEntries, exampleResults } from '../../results/testing/example.ts';
import { PAGE_CLAIMS } from '../../suites/claims/page-claims.ts';
import { ROOT } from '../checkout/paths.ts';
import type { FoundEngines } from '../engines/set-up.ts';
import { buildClient, clientHash } from '../serve/build-client.ts';
import {
  checkOnlyModules,
  checkSameBuild,
  checkSameClient,
  checkSameEngines,
  missingParts,
  notBegun,
  unfinishedRun,
} from './resume.ts';
import { endRun } from './run-log.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

const WITHOUT_PASS = exampleEntries().filter(({ kind }) => kind !== 'pass');
const unfinished = exampleResults(WITHOUT_PASS);

const HOST = unfinished.launches[0]?.host ?? '';

const foundAs = (version: string) =>
  new Map([['node', { status: 'found', record: { version } }]]) as unknown as FoundEngines;

test('an engine that has measured a part of the run must go on, in the same version', () => {
  expect(() => checkSameEngines(unfinished, foundAs('20.0.0'), HOST)).not.toThrow();
  expect(() => checkSameEngines(unfinished, foundAs('21.0.0'), HOST)).toThrow(
    '--resume: the run measured node 20.0.0, and this is 21.0.0; start a new run',
  );
  expect(() => checkSameEngines(unfinished, new Map(), HOST)).toThrow('which --engine leaves out');
  const missing = new Map([['node', { status: 'missing', reason: 'it is gone' }]]) as unknown as FoundEngines;
  expect(() => checkSameEngines(unfinished, missing, HOST)).toThrow('which is missing now: it is gone');
  expect(() => checkSameEngines(unfinished, foundAs('20.0.0'), 'host-other')).toThrow(
    '--resume: the run has measured a part of node on another machine',
  );
});

test('an engine whose suites are complete need not be there, and may be newer, if the claims are complete too', () => {
  const { run, ...whole } = exampleResults();
  const withoutClaims = { ...whole, run: { ...run, claims: false } };
  expect(() => checkSameEngines(withoutClaims, new Map(), HOST)).not.toThrow();
  expect(() => checkSameEngines(withoutClaims, foundAs('21.0.0'), HOST)).not.toThrow();
  expect(() => checkSameEngines({ ...whole, run }, foundAs('21.0.0'), HOST)).toThrow('and this is 21.0.0');
});

test('a transport that is no module is refused, as a resumed run keeps its transports', async () => {
  const own = join(folder, 'own.ts');
  await writeFile(own, '');
  expect(() => checkOnlyModules([own])).not.toThrow();
  expect(() => checkOnlyModules([own, 'clone'])).toThrow(
    '--transport clone cannot be combined with --resume',
  );
});

test('a run is not resumed with another client: a module, or what it imports, was changed', async () => {
  const [own, other] = [join(folder, 'own.ts'), join(folder, 'other.ts')];
  const clone = JSON.stringify(join(ROOT, 'suites/transports/clone.ts'));
  await writeFile(other, `export { transport } from ${clone};\n`);
  await writeFile(own, "export { transport } from './other.ts';\n");
  const clientDir = join(folder, 'client');
  const hash = async () => {
    await buildClient(clientDir, [own]);
    return clientHash(clientDir);
  };
  const { run } = unfinished;
  const log = new LogWriter(resultsFiles(folder, run.id).log);
  log.append({ kind: 'run', run });
  log.append({ kind: 'client', sha256: await hash() });
  log.close();
  await checkSameClient(folder, run, await hash());
  await appendFile(other, "console.log('changed');\n");
  await expect(checkSameClient(folder, run, await hash())).rejects.toThrow(
    '--resume: the suites or your modules were changed after the run was started',
  );
});

test('a run of another commit, or whose transports are not there, is refused', () => {
  const { run } = unfinished;
  expect(() => checkSameBuild({ ...run, commit: 'f'.repeat(40) }, run.suites)).toThrow(
    `--resume: the run was started from commit ${'f'.repeat(40)}`,
  );
  const { commit } = suiteBuild();
  expect(() => checkSameBuild({ ...run, commit }, [])).toThrow(
    '--resume: the run includes your transports clone, share; pass their modules again with --transport',
  );
});

test('only an unfinished run is resumed, and none of a visitor', async () => {
  await writeResults(folder, exampleResults());
  await expect(unfinishedRun(folder)).rejects.toThrow(
    'nothing to resume; the last run, example, is complete',
  );
  await writeResults(folder, { ...unfinished, outcome: 'interrupted' });
  expect((await unfinishedRun(folder)).run.id).toBe('example');
  const visit = { run: unfinished.run, engines: [visitor('')] };
  const none = { hosts: [], launches: [], passes: [], cells: [], claims: [] };
  await writeResults(folder, { ...unfinished, ...none, ...visit, outcome: 'interrupted' });
  await expect(unfinishedRun(folder)).rejects.toThrow('which only its visitor can measure');
});

test('a run is complete if every engine has completed every suite and the claims', async () => {
  const endedWith = async (entries: typeof WITHOUT_PASS) => {
    const own = await mkdtemp(join(folder, 'run-'));
    const log = new LogWriter(join(own, 'runs', 'example.ndjson'));
    for (const entry of entries) log.append(entry);
    log.close();
    return (await endRun(own, 'example', 'if nothing is missing'))?.outcome;
  };
  const claims = PAGE_CLAIMS.map(
    ({ id }): Entry => ({
      kind: 'claim',
      engine: 'node',
      id,
      words: 'a claim',
      verdict: 'holds',
      evidence: 'seen',
    }),
  );
  expect(await endedWith([...exampleEntries(), ...claims])).toBe('complete');
  expect(await endedWith(exampleEntries())).toBe('interrupted');
  expect(await endedWith([...WITHOUT_PASS, ...claims])).toBe('interrupted');
  expect(missingParts(unfinished)).toEqual(['node: round-trip and claims']);
  expect(notBegun(unfinished, foundAs('20.0.0'))).toEqual([]);
  expect(notBegun({ ...unfinished, engines: [] }, foundAs('20.0.0'))).toEqual(['node: not begun']);
});
