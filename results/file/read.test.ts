import { execFile } from 'node:child_process';
import {
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { runSchema } from '../schema/run.ts';
import { exampleEntries, exampleResults } from '../testing/example.ts';
import { LogWriter } from './log.ts';
import { hasRun, readResults } from './read.ts';
import { readJson } from './read-json.ts';
import { checkWritableFile, resultsFiles, writeAtomically, writeResults } from './write.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

test('written results can be read from both files, and no other file is left', async () => {
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

test('invalid results are never written', async () => {
  const results = { ...exampleResults(), endedAt: 'yesterday' };
  await expect(writeResults(folder, results)).rejects.toThrow('endedAt');
  expect(await readdir(folder)).toEqual([]);
});

const whole = JSON.stringify(exampleResults());
const refused: [string, string, RegExp][] = [
  ['is empty', '', /not valid JSON, or truncated/],
  ['is cut off', whole.slice(0, -100), /not valid JSON, or truncated/],
  [
    'is of a newer version',
    '{"schemaVersion": 99}',
    /schemaVersion 99 is from a newer version .* this version reads 4/,
  ],
  [
    'is of an older version',
    '{"schemaVersion": 1}',
    /schemaVersion 1 is from an older version .* measure again/,
  ],
  ['is of another kind', '[]', /not a results file/],
  [
    'has a wrong cell',
    whole.replace('"samplesMs":[0.06', '"samplesMs":["fast"'),
    /\$\.cells\[0\]\.launches\[0\]\.samplesMs\[0\]: /,
  ],
  [
    'has a time that is not a number',
    whole.replace('"samplesMs":[0.06', '"samplesMs":[NaN'),
    /not valid JSON, or truncated/,
  ],
  [
    'has a time without end',
    whole.replace('"samplesMs":[0.06', '"samplesMs":[1e999'),
    /\$\.cells\[0\]\.launches\[0\]\.samplesMs\[0\]: /,
  ],
  [
    'has a sample longer than any run',
    whole.replace('"samplesMs":[0.06', '"samplesMs":[1.7975e308'),
    /\$\.cells\[0\]\.launches\[0\]\.samplesMs\[0\]: /,
  ],
  [
    'has a sample shorter than any round trip',
    whole.replace('"samplesMs":[0.06', '"samplesMs":[5e-324'),
    /\$\.cells\[0\]\.launches\[0\]\.samplesMs\[0\]: /,
  ],
  ['has a launch longer than any run', whole.replace('1234.5', '1e12'), /\$\.launches\[0\]\.durationMs: /],
  [
    'has a negative time',
    whole.replace('"samplesMs":[0.06', '"samplesMs":[-0.06'),
    /\$\.cells\[0\]\.launches\[0\]\.samplesMs\[0\]: /,
  ],
  [
    'has a key of the prototype',
    whole.replace('{"schemaVersion"', '{"__proto__":{"isAdmin":true},"schemaVersion"'),
    /__proto__/,
  ],
  [
    'has a cell twice',
    JSON.stringify({ ...exampleResults(), cells: [...exampleResults().cells, exampleResults().cells[0]] }),
    /\$\.cells\[\d\]: node\/round-trip\/clone\/\/1024 is already at \[0\]/,
  ],
  [
    'has a launch twice',
    JSON.stringify({
      ...exampleResults(),
      launches: [...exampleResults().launches, ...exampleResults().launches],
    }),
    /\$\.launches\[1\]: node\/round-trip\/0 is already at \[0\]/,
  ],
];
for (const [what, text, message] of refused) {
  test(`a file that ${what} is rejected with the place and the reason`, async () => {
    const file = join(folder, 'results.json');
    await writeFile(file, text);
    await expect(readResults(file)).rejects.toThrow(message);
    await expect(readResults(file)).rejects.toThrow(file);
  });
}

test('a byte order mark at the start of a file is not an error', async () => {
  const results = exampleResults();
  const json = join(folder, 'results.json');
  await writeFile(json, `\uFEFF${JSON.stringify(results)}`);
  expect(await readResults(json)).toEqual(results);

  const { log } = resultsFiles(folder, results.run.id);
  const writer = new LogWriter(log);
  for (const entry of exampleEntries()) writer.append(entry);
  writer.close();
  await writeFile(log, `\uFEFF${await readFile(log, 'utf8')}`);
  expect((await readResults(log)).cells).toEqual(results.cells);

  const run = join(folder, 'run.json');
  await writeFile(run, `\uFEFF${JSON.stringify(results.run)}`);
  expect(await readJson(runSchema, run, 'a run')).toEqual(results.run);
});

test('a folder with nothing but an empty log has no run', async () => {
  expect(await hasRun(folder)).toBe(false);
  const { log } = resultsFiles(folder, 'a-run');
  await mkdir(dirname(log));
  await writeFile(log, '');
  expect(await hasRun(folder)).toBe(false);
  await writeFile(log, 'something');
  expect(await hasRun(folder)).toBe(true);
});

test('a file that stands for a pipe or a device is written to and not replaced, and a folder is refused early', async () => {
  test.skip(process.platform === 'win32', 'Windows has no such files');
  const device = join(folder, 'out');
  await symlink('/dev/null', device);
  await checkWritableFile(device);
  await writeAtomically(device, 'words');
  expect((await lstat(device)).isSymbolicLink()).toBe(true);
  expect((await stat(device)).isCharacterDevice()).toBe(true);
  await expect(checkWritableFile(folder)).rejects.toThrow('it is a folder');
});

test('a missing file is reported as missing', async () => {
  await expect(readResults(join(folder, 'none.json'))).rejects.toThrow(
    'no such file; npm run bench creates one',
  );
});

test('a file of a gigabyte is rejected before it is read', async () => {
  const file = join(folder, 'large.json');
  const handle = await open(file, 'w');
  await handle.truncate(1024 ** 3);
  await handle.close();
  await expect(readResults(file)).rejects.toThrow(
    /large\.json: 1073741824 bytes; a results file has at most /,
  );
});

test('an error is reported if a folder cannot be written', async () => {
  const results = exampleResults();
  // A file cannot contain a folder, even for root, who can ignore permissions.
  const below = join(folder, 'file');
  await writeFile(below, '');
  await expect(writeResults(below, results)).rejects.toThrow(
    // ENOENT on Windows.
    /example\.json cannot be written: ENO(TDIR|ENT)/,
  );
});

test('an error is reported if the disk is full, and the previous file is unchanged', async () => {
  test.skip(process.platform === 'win32', 'Windows has no limit for the size of a file');
  const { latest } = await writeResults(folder, exampleResults());
  const before = await readFile(latest, 'utf8');
  // A real limit: this process cannot write a file longer than a few blocks.
  const script =
    `import { writeAtomically } from ${JSON.stringify(join(import.meta.dirname, 'write.ts'))};` +
    `await writeAtomically(${JSON.stringify(latest)}, 'x'.repeat(1e6)).catch((error) => console.log(error.message));`;
  const file = join(folder, 'write.mts');
  await writeFile(file, script);
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    `trap '' XFSZ; ulimit -f 8; exec "$0" --import tsx "$1"`,
    process.execPath,
    file,
  ]);
  expect(stdout).toContain('latest.json cannot be written: ');
  expect(await readFile(latest, 'utf8')).toBe(before);
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
