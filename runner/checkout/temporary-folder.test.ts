import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { UserError } from '../../results/command-line/user-error.ts';
import { enterTemporaryFolder, shortenTemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const RUN_ID = '2026-01-01T000000Z-0a1b2c';
const NAME = 'clone-transfer-share-run-0a1b2c';
test.skip(
  process.platform === 'win32',
  'the variables of Windows are others, and Chromium makes no socket there',
);

const before = process.env['TMPDIR'];
let folder: string;
const lines: string[] = [];
const say = (line: string) => lines.push(line);
test.beforeEach(async () => {
  delete process.env['TMPDIR'];
  lines.length = 0;
  folder = await mkdtemp(join('/tmp', 'cts-'));
});
test.afterEach(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(folder, { recursive: true });
  await rm(join('/tmp', NAME), { recursive: true, force: true });
});

/** A path with as many characters as macOS gives its temporary folders. */
function likeOnMac(): string {
  return join(folder, 'x'.repeat(49 - folder.length - 1));
}

test('a run has a folder of its own in the temporary folder, until it leaves', async () => {
  process.env['TMPDIR'] = folder;
  const leave = await enterTemporaryFolder(RUN_ID, say);
  expect(tmpdir()).toBe(join(folder, NAME));
  leave();
  expect(tmpdir()).toBe(folder);
  expect(lines).toEqual([]);
});

test('where the temporary folder has a path as long as on macOS, the run’s folder is in /tmp, and is found again after a kill', async () => {
  const long = likeOnMac();
  process.env['TMPDIR'] = long;
  const leave = await enterTemporaryFolder(RUN_ID, say);
  expect(tmpdir()).toBe(join('/tmp', NAME));
  expect(lines).toEqual([
    `The path of the temporary folder ${long} is too long for Chromium's socket; temporary files are in /tmp/${NAME}`,
  ]);
  leave();
  expect(temporaryFolder(RUN_ID)).toBe(join('/tmp', NAME));
});

test('a path is measured in bytes', () => {
  process.env['TMPDIR'] = `/${'é'.repeat(14)}`;
  expect(dirname(temporaryFolder(RUN_ID))).toBe(process.platform === 'darwin' ? '/tmp' : tmpdir());
  process.env['TMPDIR'] = `/${'é'.repeat(15)}`;
  expect(dirname(temporaryFolder(RUN_ID))).toBe('/tmp');
});

test('a shard keeps a temporary folder in which a socket can be made', () => {
  process.env['TMPDIR'] = likeOnMac();
  shortenTemporaryFolder(say);
  expect(tmpdir()).toBe(likeOnMac());
  process.env['TMPDIR'] = likeOnMac() + likeOnMac();
  shortenTemporaryFolder(say);
  expect(tmpdir()).toBe('/tmp');
  expect(lines).toHaveLength(1);
});

test('a temporary folder that cannot be made is an error that the user can fix', async () => {
  process.env['TMPDIR'] = '/dev/null/x';
  const error = await enterTemporaryFolder(RUN_ID, say).catch((error: Error) => error);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toMatch(
    /The temporary folder cannot be made: ENOTDIR.*'\/dev\/null\/x\/clone-transfer-share-run-0a1b2c'; set TMPDIR to a short path that can be written$/,
  );
});
