import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { exampleResults } from './example.ts';
import { readResults } from './read.ts';
import { resultsFiles, writeResults } from './write.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

test('what is written is read again, under both names, and nothing else is left', async () => {
  const results = exampleResults();
  const files = await writeResults(folder, results);
  expect(files).toEqual(resultsFiles(folder, results.run.id));
  expect(await readResults(files.run)).toEqual(results);
  expect(await readResults(files.latest)).toEqual(results);
  expect(await readdir(folder, { recursive: true })).toEqual(
    expect.arrayContaining(['latest.json', 'runs', join('runs', `${results.run.id}.json`)]),
  );
  expect(await readdir(folder, { recursive: true })).toHaveLength(3);
});

test('results that are not valid are never written', async () => {
  const results = { ...exampleResults(), endedAt: 'yesterday' };
  await expect(writeResults(folder, results)).rejects.toThrow('endedAt');
  expect(await readdir(folder)).toEqual([]);
});

const whole = JSON.stringify(exampleResults());
const refused: [string, string, RegExp][] = [
  ['is empty', '', /not JSON, or cut off/],
  ['is cut off', whole.slice(0, -100), /not JSON, or cut off/],
  ['is of another version', '{"schemaVersion": 99}', /schemaVersion 99; this version of the suite reads 2/],
  ['is of another kind', '[]', /not a results file/],
  [
    'has a wrong cell',
    whole.replace('"samplesMs":[0.05', '"samplesMs":["fast"'),
    /\$\.cells\[0\]\.launches\[0\]\.samplesMs\[0\]: /,
  ],
];
for (const [what, text, message] of refused) {
  test(`a file that ${what} is refused, with the place and the reason`, async () => {
    const file = join(folder, 'results.json');
    await writeFile(file, text);
    await expect(readResults(file)).rejects.toThrow(message);
    await expect(readResults(file)).rejects.toThrow(file);
  });
}

test('a file that is not there is said to be missing', async () => {
  await expect(readResults(join(folder, 'none.json'))).rejects.toThrow(
    'there is no such file; npm run bench writes one',
  );
});
