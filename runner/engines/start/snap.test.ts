import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { engine as firefox } from '../firefox.ts';
import { snapFolder } from './snap.ts';

test.skip(process.platform !== 'linux', 'snaps are for Linux');

const home = process.env['HOME'];
let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  process.env['HOME'] = join(folder, 'home');
});
test.afterEach(async () => {
  if (home === undefined) delete process.env['HOME'];
  else process.env['HOME'] = home;
  await rm(folder, { recursive: true });
});

/** What Ubuntu's package `firefox` installs, except that `instead` is run in place of the snap. */
async function ubuntuStub(instead: string): Promise<string> {
  const file = join(folder, 'firefox');
  await writeFile(file, `#!/bin/sh\n${instead}\nexec /snap/bin/firefox "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

test('a snap is recognized by the program that starts it', async () => {
  const shared = join(folder, 'home/snap/firefox/common');
  expect(await snapFolder(await ubuntuStub(''))).toBe(shared);

  const [program, command] = [join(folder, 'usr/bin/snap'), join(folder, 'snap/bin/firefox')];
  for (const file of [program, command]) await mkdir(dirname(file), { recursive: true });
  await writeFile(program, '');
  await symlink(program, command);
  expect(await snapFolder(command)).toBe(shared);

  expect(await snapFolder(process.execPath)).toBeUndefined();
});

test('the Firefox of a snap has its profile and its log where the snap sees them', async () => {
  const shared = join(folder, 'home/snap/firefox/common');
  const seen = join(folder, 'seen');
  const executable = await ubuntuStub(
    `[ "$1" = --version ] && echo 'Mozilla Firefox 150.0' && exit
    cat "$4/user.js" >'${seen}'
    readlink /proc/$$/fd/2 >>'${seen}'
    exec sleep 60`,
  );
  const found = await firefox.at?.(executable);
  expect(found).toMatchObject({ status: 'found', record: { version: '150.0' } });
  if (found?.status !== 'found') return;

  const opened = await found.openWatched({ url: 'http://127.0.0.1/', file: '' });
  try {
    const text = () => readFile(seen, 'utf8').catch(() => '');
    await expect.poll(text).toContain('user_pref("app.update.enabled", false)');
    await expect.poll(text).toContain(join(shared, 'clone-transfer-share-log-'));
  } finally {
    await opened.close();
  }
  expect(await readdir(shared)).toEqual([]);
});
