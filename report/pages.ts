import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The pages of the site that link to each other. */
const PAGES = [
  { file: 'index.html', title: 'Report' },
  { file: 'live/index.html', title: 'Measure in this browser' },
  { file: 'dashboard.html', title: 'Run after run' },
  { file: 'runs/index.html', title: 'All runs' },
] as const;

/** The folder with a page for each run. */
export const RUNS = 'runs';

/** What each page has in its header for the links. */
const LINKS = /<nav class="pages" aria-label="Pages">.*?<\/nav>/s;

/** Gives each page in the folder links to the others that are there. It is called whenever a page was built, in any order. */
export async function linkPages(outDir: string): Promise<void> {
  const there = PAGES.filter(({ file }) => existsSync(join(outDir, file)));
  const files = [...there.map(({ file }) => file), ...runPages(outDir)];
  for (const file of files) {
    const path = join(outDir, file);
    const html = await readFile(path, 'utf8');
    await writeFile(
      path,
      html.replace(LINKS, () => linksOf(file, there)),
    );
  }
}

function runPages(outDir: string): string[] {
  return foldersIn(join(outDir, RUNS))
    .map((id) => `${RUNS}/${id}/index.html`)
    .filter((file) => existsSync(join(outDir, file)));
}

/** The folders in a folder; none if there is no such folder. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function linksOf(own: string, there: readonly (typeof PAGES)[number][]): string {
  const up = '../'.repeat(own.split('/').length - 1);
  const links = there.map(({ file, title }) =>
    file === own
      ? `<a href="${up}${file}" aria-current="page">${title}</a>`
      : `<a href="${up}${file}">${title}</a>`,
  );
  return `<nav class="pages" aria-label="Pages">${links.join(' ')}</nav>`;
}
