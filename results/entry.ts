import type { CellKey, Entry, PageMessage } from './schema.ts';

/** What a page's message adds to the run, by launch. */
export function entryOf(
  message: PageMessage,
  key: Pick<CellKey, 'engine' | 'suite'> & { launch: number },
): Entry | null {
  switch (message.kind) {
    case 'page':
      return { kind: 'page', ...key, page: message.page };
    case 'block': {
      const { kind: _, ...block } = message;
      return { kind: 'block', ...key, ...block };
    }
    case 'alone':
    case 'window':
    case 'bump':
    case 'harness':
    case 'claim':
    case 'refused':
      return null;
  }
}
