import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { exampleEntries, exampleResults } from '../testing/example.ts';
import { LogWriter } from './log.ts';
import { readResults } from './read.ts';
import { compressed, latestOrReference, MOST_REFERENCE_BYTES, REFERENCE_FILE } from './reference.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test('the reference run is small, of this version, complete, and shown where there is no run', async () => {
  expect((await stat(REFERENCE_FILE)).size).toBeLessThan(MOST_REFERENCE_BYTES);
  const { results, isReference } = await latestOrReference(folder);
  expect({ isReference, outcome: results.outcome }).toEqual({ isReference: true, outcome: 'complete' });
  expect(results.hosts.length).toBeGreaterThan(0);
});

test('a run of the folder comes before the reference run, also one that was killed', async () => {
  await mkdir(join(folder, 'runs'));
  const log = new LogWriter(join(folder, 'runs/killed.ndjson'));
  for (const entry of exampleEntries()) log.append(entry);
  log.close();
  const killed = await latestOrReference(folder);
  expect([killed.isReference, killed.results.run.id]).toEqual([false, 'example']);
});

test('a compressed results file is read like any other, with its times rounded', async () => {
  const results = exampleResults();
  for (const cell of results.cells) {
    if (cell.status === 'measured') for (const launch of cell.launches) launch.samplesMs[0] = 0.012_345_678;
  }
  const file = join(folder, 'results.json.br');
  await writeFile(file, await compressed(results));
  const read = await readResults(file);
  const [cell] = read.cells;
  expect(cell?.status === 'measured' && cell.launches[0]?.samplesMs[0]).toBe(0.0123);
  await writeFile(file, 'not compressed');
  await expect(readResults(file)).rejects.toThrow('results.json.br: ');
});
