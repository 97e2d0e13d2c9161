import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { compileWat } from './compile.ts';

test('every module compiles to valid WebAssembly', async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.wat'));
  expect(files).toContain('bump.wat');
  for (const file of files) {
    const bytes = await compileWat(file, await readFile(join(import.meta.dirname, file), 'utf8'));
    expect(WebAssembly.validate(new Uint8Array(bytes)), file).toBe(true);
  }
});

const wrong: [string, string, RegExp][] = [
  ['an unknown instruction', ';; title: x\n(module\n  (func (bogus)))', /^x\.wat:3:10: error: /],
  [
    'a type that does not fit',
    ';; title: x\n(module\n  (func (result i32) (i64.const 1)))',
    /^x\.wat:3:\d+: error: type mismatch/,
  ],
  ['a feature not in the header', ';; title: x\n(module (memory 1 1 shared))', /^x\.wat:2:\d+: error: /],
  ['no header', '(module)', /^x\.wat:1:1: .* ';; title: …'/],
  ['an unknown key', ';; title: x\n;; author: y\n(module)', /^x\.wat:2:4: 'author' is not a header key/],
  ['an unknown feature', ';; title: x\n;; features: gc\n(module)', /^x\.wat:2:14: 'gc' is not one of/],
];
for (const [what, text, message] of wrong) {
  test(`${what} is an error with file, line and column`, async () => {
    await expect(compileWat('x.wat', text)).rejects.toThrow(message);
  });
}
