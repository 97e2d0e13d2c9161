import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from './paths.ts';

interface Package {
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FOLDERS = ['suites', 'runner', 'report', 'results', 'wat'];
/** Used by the tools that are: TypeScript reads types by their name alone. */
const TYPES = '@types/';
/** What may be used, changed and passed on by anyone. MPL-2.0 asks that of changed files alone, and nothing of those is shipped. */
const PERMISSIVE =
  /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|MPL-2\.0)\b/;

async function readPackage(file: string): Promise<Package> {
  return JSON.parse(await readFile(file, 'utf8')) as Package;
}

test('every dependency is used: imported, resolved, or run by a script', async () => {
  const {
    scripts = {},
    devDependencies = {},
    optionalDependencies = {},
  } = await readPackage(join(ROOT, 'package.json'));
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(ROOT, folder, file),
    ),
  ).filter(
    (file) => /\.(ts|mjs|html)$/.test(file) && !/\/dist\//.test(file) && file !== import.meta.filename,
  );
  const own = [...files, ...['vite.config.ts', 'playwright.config.ts'].map((file) => join(ROOT, file))];
  const text = (await Promise.all(own.map((file) => readFile(file, 'utf8')))).join('\n');
  const commands = Object.values(scripts).join(' ').split(/\s+/);
  const isUsed = (name: string) =>
    name.startsWith(TYPES) ||
    ['"', "'", '`'].some(
      (quote) => text.includes(`${quote}${name}${quote}`) || text.includes(`${quote}${name}/`),
    ) ||
    commands.includes(name) ||
    (name === '@biomejs/biome' && commands.includes('biome')) ||
    (name === 'typescript' && commands.includes('tsc'));
  const names = [...Object.keys(devDependencies), ...Object.keys(optionalDependencies)];
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !isUsed(name))).toEqual([]);
  expect(isUsed('left-pad')).toBe(false);
});

test('every package that is installed may be used, changed and passed on', async () => {
  const lock = JSON.parse(await readFile(join(ROOT, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const refused: string[] = [];
  for (const path of Object.keys(lock.packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    const { license = 'none' } = await readPackage(join(ROOT, path, 'package.json'));
    if (!PERMISSIVE.test(license)) refused.push(`${name}: ${license}`);
  }
  expect(refused).toEqual([]);
});
