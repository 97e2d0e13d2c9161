import { markdownTable } from '../../results/export/markdown-table.ts';
import type { TransportInfo } from '../../results/schema/run.ts';
import { SUITES } from '../../suites/suites.ts';
import { moduleList } from '../../wat/modules.ts';
import type { DiscoveredSuite } from './discovery.ts';

/** The README's lists, by the name in their markers: of what the build finds, in the words that it has of itself. */
export function readmeLists(suites: readonly DiscoveredSuite[]): Record<string, string> {
  const ofFiles = SUITES.find(({ methods }) => methods === 'files')?.name;
  const files = suites.find(({ name }) => name === ofFiles)?.transports ?? [];
  const listOf = (role: TransportInfo['role']) =>
    markdownTable(
      [role, 'what it does'],
      files.filter((one) => one.role === role).map(({ name, title }) => [`\`${name}\``, title]),
    );
  return {
    transports: listOf('transport'),
    controls: listOf('control'),
    suites: markdownTable(
      ['suite', 'question', 'measured by'],
      suites.map(({ name, question, byDefault }) => [
        `\`${name}\``,
        question,
        byDefault ? 'default' : '`--full`',
      ]),
    ),
    modules: moduleList(),
  };
}

/** Puts each list between its markers. @throws {Error} where the README has no place for one. */
export function withLists(readme: string, lists: Readonly<Record<string, string>>): string {
  return Object.entries(lists).reduce((text, [name, list]) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the README lacks ${start} and ${end}`);
    return `${text.slice(0, from + start.length)}\n\n${list}\n\n${text.slice(to)}`;
  }, readme);
}
