import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What differs between the pages that have the report’s body: where the data lie, and what stands in which place of it. */
const PAGES = {
  index: { data: 'data', place: '<!-- here -->', file: 'live-link.html' },
  live: { data: '../data', place: '<!-- top -->', file: 'live/panel.html' },
} as const;

/** Puts the body, which the pages share, into one of them. */
export function bodyOf(page: keyof typeof PAGES): Plugin {
  const { data, place, file } = PAGES[page];
  const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');
  return {
    name: 'body',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const [body, own] = await Promise.all([read('body.html'), read(file)]);
        const whole = body.replace(place, () => own).replaceAll('DATA/', `${data}/`);
        return html.replace('<!-- body -->', () => whole);
      },
    },
  };
}
