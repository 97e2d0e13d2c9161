import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHeader } from './compile.ts';

const HEAD = ['module', 'what it is', 'memory it imports'] as const;

/** The README's table of the modules, generated from their headers. */
function moduleTable(folder = import.meta.dirname): string {
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.wat'))
    .sort()
    .map((file) => {
      const { title, memory } = readHeader(file, readFileSync(join(folder, file), 'utf8'));
      return [`[\`${file}\`](wat/${file})`, title, memory.join(', ') || 'none'];
    });
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const START = '<!-- modules: npm run modules -->';
const END = '<!-- /modules -->';

/** Returns the README with an updated table. @throws {Error} if the README lacks the markers of the table. */
export function withModules(readme: string, table = moduleTable()): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the README lacks ${START} and ${END}`);
  return `${readme.slice(0, start + START.length)}\n\n${table}\n\n${readme.slice(end)}`;
}
