import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';
import { isModulePath, loadTransport, moduleName } from './user-transports.ts';

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function moduleOf(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test('a module is recognised by its path, and named after its file', () => {
  expect(['clone', './clone.ts', 'own/fast', 'fast.mjs'].map(isModulePath)).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(moduleName('./own/fast.ts')).toBe('fast');
});

test('a user’s transport is loaded from a file outside the project', async () => {
  const builtIn = JSON.stringify(join(ROOT, 'suites/transports/clone.ts'));
  const file = await moduleOf('own.ts', `export { transport } from ${builtIn};`);
  const loaded = await loadTransport(file, ['clone']);
  expect(loaded).toMatchObject({ name: 'own', role: 'transport', transport: { copies: true } });
});

test('the path of a module can have a character that ends the path of a URL', async () => {
  await mkdir(join(folder, 'C#'));
  const file = await moduleOf('C#/own.ts', "export { transport } from './other.ts';");
  await moduleOf(
    'C#/other.ts',
    "export const transport = { title: 'x', needs: [], copies: true, openMain() {} };",
  );
  expect(await loadTransport(file, [])).toMatchObject({ name: 'own', transport: { title: 'x' } });
});

test('a module may use what only a browser has at its top level, and have a worker that is in several files', async () => {
  await moduleOf('later.ts', 'export const stamp = 1;');
  await moduleOf(
    'its-worker.ts',
    "self.onmessage = () => import('./later.ts').then(({ stamp }) => postMessage(stamp));",
  );
  const file = await moduleOf(
    'pictures.ts',
    `const canvas = new OffscreenCanvas(1, 1);
    const { data } = canvas.getContext('2d').getImageData(0, 0, 1, 1);
    await document.fonts.ready;
    export const transport = {
      title: 'pictures',
      needs: [],
      copies: true,
      sizesBytes: [1024],
      openMain: () => new Worker(new URL('./its-worker.ts', import.meta.url), { type: 'module' }),
    };`,
  );
  expect(await loadTransport(file, [])).toMatchObject({
    transport: { title: 'pictures', sizesBytes: [1024] },
  });
});

for (const [name, text, words] of [
  ['none.ts', 'export const other = 1;', 'must export a `transport`'],
  ['half.ts', "export const transport = { title: 'x', needs: [], copies: 1 };", '$.copies: '],
  ['needy.ts', "export const transport = { title: 'x', needs: ['magic'], copies: true };", '$.needs[0]: '],
  ['broken.ts', 'export const transport = {', 'cannot be loaded as a module: [builtin:vite-transform] '],
  ['throws.ts', "throw new Error('at once');", 'cannot be loaded as a module: at once'],
  [
    'waits.ts',
    'await new Promise(() => {});',
    'cannot be loaded as a module: its top level does not come to an end',
  ],
  [
    'words.ts',
    "export const transport = { title: 'x', needs: [], copies: true, openMain: 'x' };",
    '$.openMain: ',
  ],
  ['clone.ts', 'export const transport = {};', "a transport 'clone' already exists"],
  ['Bad Name.ts', 'export const transport = {};', 'use lower-case letters, digits and dashes'],
] as const) {
  test(`${name} is refused with a usage error`, async () => {
    const file = await moduleOf(name, text);
    await expect(loadTransport(file, ['clone'])).rejects.toThrow(words);
    await expect(loadTransport(file, ['clone'])).rejects.toMatchObject({ name: 'UsageError' });
  });
}

test('the error for a missing file names it', async () => {
  await expect(loadTransport('./nowhere.ts', [])).rejects.toThrow('./nowhere.ts: no such file');
});
