import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';

/** With more files than this, a folder no longer shows its architecture to a newcomer. */
const MOST_SOURCE_FILES = 14;
const FOLDERS = ['wat', 'suites', 'results', 'runner', 'report'];

/** Source files by folder, without tests and build output. */
function sourceFiles(): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const top of FOLDERS) {
    for (const entry of readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })) {
      const folder = entry.parentPath.slice(ROOT.length + 1).replaceAll('\\', '/');
      if (!entry.isFile() || !/\.(ts|mjs)$/.test(entry.name) || /\.(test|d)\.ts$/.test(entry.name)) continue;
      if (folder.split('/').some((part) => part.startsWith('dist'))) continue;
      folders.set(folder, [...(folders.get(folder) ?? []), entry.name]);
    }
  }
  return folders;
}

test('no folder has too many source files', () => {
  const crowded = [...sourceFiles()].filter(([, files]) => files.length > MOST_SOURCE_FILES);
  expect(crowded).toEqual([]);
});

interface Rule {
  readonly includes: string[];
  readonly linter: {
    readonly rules: {
      readonly style: {
        readonly noRestrictedImports: {
          readonly options: { readonly patterns: [{ readonly group: string[] }] };
        };
      };
    };
  };
}

function linterRules(): Rule[] {
  const { overrides } = JSON.parse(readFileSync(join(ROOT, 'biome.rooms.json'), 'utf8')) as {
    overrides: Rule[];
  };
  return overrides;
}

test('the rule of a folder refuses imports from every folder below it in the table of the layout', () => {
  const document = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const table = [...document.matchAll(/^\| `((?:suites|results|runner|report)\/[\w/-]+)\/`/gm)].map(
    ([, folder = '']) => folder,
  );
  expect(table.length).toBeGreaterThan(30);
  const topOf = (folder: string) => folder.split('/')[0];
  const allowed = linterRules().flatMap(({ includes: [glob = ''], linter }) => {
    const [{ group }] = linter.rules.style.noRestrictedImports.options.patterns;
    const at = table.indexOf(glob.replace(/\/\*\*$/, ''));
    const below = at < 0 ? [] : table.slice(at + 1).filter((other) => topOf(other) === topOf(glob));
    const refuses = (folder: string) =>
      folder
        .split('/')
        .slice(1)
        .some((name) => group.includes(`**/${name}/**`));
    return below.filter((folder) => !refuses(folder)).map((folder) => `${glob} from ${folder}`);
  });
  expect(allowed).toEqual([]);
});

test('the linter has rules for every folder, so that an import in the wrong direction fails the check', () => {
  const rooms = linterRules()
    .flatMap(({ includes }) => includes)
    .filter((glob) => !glob.startsWith('!'));
  const covers = (glob: string, folder: string) =>
    glob.endsWith('/**') ? `${folder}/`.startsWith(glob.slice(0, -2)) : folder === dirname(glob);
  const isKnown = (folder: string) => rooms.some((glob) => covers(glob, folder));
  expect(isKnown('suites/a-new-room')).toBe(false);
  // These folders may import from anywhere, because no other folder imports from them.
  const free = /^(runner|report|report\/page|suites\/faults|(suites|results|runner|report)\/testing)$/;
  expect([...sourceFiles().keys()].filter((folder) => !isKnown(folder) && !free.test(folder))).toEqual([]);
});
