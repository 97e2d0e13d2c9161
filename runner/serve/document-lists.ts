import { markdownTable } from '../../results/export/markdown-table.ts';
import type { TransportInfo } from '../../results/schema/run.ts';
import { SUITES } from '../../suites/suites.ts';
import { moduleList } from '../../wat/modules.ts';
import type { DiscoveredSuite } from './discovery.ts';

interface ListedDocument {
  readonly file: string;
  readonly names: readonly ListName[];
}

/** The documents that have generated lists, and the names of the lists in their markers. */
export const LISTED_DOCUMENTS: readonly ListedDocument[] = [
  { file: 'README.md', names: ['transports', 'suites'] },
  { file: 'METHOD.md', names: ['controls'] },
  { file: 'CONTRIBUTING.md', names: ['modules'] },
];

type ListName = 'transports' | 'controls' | 'suites' | 'modules';

const MEASURED_BY: Readonly<Record<DiscoveredSuite['measuredBy'], string>> = {
  quick: 'default, `--quick`',
  default: 'default',
  full: '`--full`',
};

/** The lists of what the build finds, in the words that each thing has of itself. */
export function documentLists(suites: readonly DiscoveredSuite[]): Record<ListName, string> {
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
      suites.map(({ name, question, measuredBy }) => [`\`${name}\``, question, MEASURED_BY[measuredBy]]),
    ),
    modules: moduleList(),
  };
}

/** Puts each list between its markers. @throws {Error} where the document has no place for one. */
export function withLists(
  { file, names }: ListedDocument,
  document: string,
  lists: Readonly<Record<ListName, string>>,
): string {
  return names.reduce((text, name) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${file} lacks ${start} and ${end}`);
    return `${text.slice(0, from + start.length)}\n\n${lists[name]}\n\n${text.slice(to)}`;
  }, document);
}
