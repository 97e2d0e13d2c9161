import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { compileWat, readHeader } from './compile.ts';

/** The smallest module with a memory of 64-bit addresses, which Node has from 24 on. */
const HAS_MEMORY64 = WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 4, 0));

test('every module compiles to valid WebAssembly', async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.wat'));
  expect(files).toContain('bump.wat');
  for (const file of files) {
    const text = await readFile(join(import.meta.dirname, file), 'utf8');
    const isUnderstood = HAS_MEMORY64 || !readHeader(file, text).features.includes('memory64');
    const bytes = await compileWat(file, text);
    expect(WebAssembly.validate(new Uint8Array(bytes)), file).toBe(isUnderstood);
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
