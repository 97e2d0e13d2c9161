import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';

interface Package {
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FOLDERS = ['suites', 'runner', 'report', 'results', 'wat'];
const CONFIGS = ['vite.config.ts', 'playwright.config.ts'];
/** Packages whose command has another name than the package. */
const COMMANDS: Readonly<Record<string, string>> = { '@biomejs/biome': 'biome', typescript: 'tsc' };

/** Licences that let anyone use, change and redistribute a package. MPL-2.0 covers only its own files, and none of them is shipped. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'MPL-2.0',
];

async function readPackage(file: string): Promise<Package> {
  return JSON.parse(await readFile(file, 'utf8')) as Package;
}

async function ownText(): Promise<string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ).filter(
    (file) => /\.(ts|mjs|html)$/.test(file) && !file.split(sep).some((part) => part.startsWith('dist')),
  );
  const own = [...files, ...CONFIGS]
    .map((file) => join(ROOT, file))
    .filter((file) => file !== import.meta.filename);
  return (await Promise.all(own.map((file) => readFile(file, 'utf8')))).join('\n');
}

test('every dependency is used: imported, resolved, or run by a script', async () => {
  const {
    scripts = {},
    dependencies = {},
    devDependencies = {},
    optionalDependencies = {},
  } = await readPackage(join(ROOT, 'package.json'));
  const text = await ownText();
  const words = Object.values(scripts).join(' ').split(/\s+/);
  const isUsed = (name: string): boolean => {
    if (name === '@types/node') return text.includes("from 'node:");
    if (name.startsWith('@types/')) return isUsed(name.slice('@types/'.length));
    const quoted = `['"]${name}(/[^'"]*)?['"]`;
    // A package is used if an import names it, or a call that looks up its files.
    const isNamed = new RegExp(
      `(from|import|import\\(|resolve\\(|packageFile\\(|packageExecutables\\(|package:) ?${quoted}`,
    ).test(text);
    return isNamed || words.includes(COMMANDS[name] ?? name);
  };
  const names = [
    ...Object.keys(dependencies),
    ...Object.keys(devDependencies),
    ...Object.keys(optionalDependencies),
  ];
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !isUsed(name))).toEqual([]);
  for (const unused of ['left-pad', '@types/left-pad', 'chromium'])
    expect(isUsed(unused), unused).toBe(false);
});

/** Whether a licence expression is permissive: one of the `OR` alternatives, with all its `AND` parts. */
function isPermissive(license: string): boolean {
  return license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((alternative) =>
      alternative.split(' AND ').every((one) => PERMISSIVE.includes(one.replace(/ WITH .*/, ''))),
    );
}

test('a licence expression is permissive if one of its alternatives is', () => {
  for (const license of ['MIT', '(GPL-2.0 OR MIT)', 'Apache-2.0 WITH LLVM-exception']) {
    expect(isPermissive(license), license).toBe(true);
  }
  for (const license of ['GPL-3.0', '(MIT AND GPL-2.0)', 'BSD-3-Clause-No-Nuclear-License', 'none']) {
    expect(isPermissive(license), license).toBe(false);
  }
});

test('every installed package has a permissive licence', async () => {
  const lock = JSON.parse(await readFile(join(ROOT, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const refused: string[] = [];
  for (const path of Object.keys(lock.packages)) {
    const { license = 'none' } = await readPackage(join(ROOT, path, 'package.json'));
    if (!isPermissive(license)) refused.push(`${path}: ${license}`);
  }
  expect(refused).toEqual([]);
});
