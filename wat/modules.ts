import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '../results/export/markdown-table.ts';
import { readHeader } from './compile.ts';

/** A Markdown table of the modules, generated from their headers. */
export function moduleList(folder = import.meta.dirname): string {
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.wat'))
    .sort()
    .map((file) => {
      const { title, memory } = readHeader(file, readFileSync(join(folder, file), 'utf8'));
      return [`[\`${file}\`](wat/${file})`, title, memory.join(', ') || 'none'];
    });
  return markdownTable(['module', 'what it is', 'memory it imports'], rows);
}
