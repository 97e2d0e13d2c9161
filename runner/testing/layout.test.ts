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

test('the linter has rules for every room, so that an import in the wrong direction fails the check', () => {
  const { overrides } = JSON.parse(readFileSync(join(ROOT, 'biome.rooms.json'), 'utf8')) as {
    overrides: { includes: string[] }[];
  };
  const rooms = overrides.flatMap(({ includes }) => includes).filter((glob) => !glob.startsWith('!'));
  const covers = (glob: string, folder: string) =>
    glob.endsWith('/**') ? `${folder}/`.startsWith(glob.slice(0, -2)) : folder === dirname(glob);
  const isKnown = (folder: string) => rooms.some((glob) => covers(glob, folder));
  expect(isKnown('suites/a-new-room')).toBe(false);
  // These folders may import from anywhere, because no other folder imports from them.
  const free = /^(runner|report|report\/page|suites\/faults|(suites|results|runner|report)\/testing)$/;
  expect([...sourceFiles().keys()].filter((folder) => !isKnown(folder) && !free.test(folder))).toEqual([]);
});
