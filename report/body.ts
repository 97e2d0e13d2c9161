import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The differences between the pages that contain the report’s body: the folder of the data, and the HTML that replaces a placeholder. */
const PAGES = {
  index: { data: 'data', place: '<!-- here -->', file: 'live-link.html' },
  live: { data: '../data', place: '<!-- top -->', file: 'live/panel.html' },
} as const;

/** Puts the shared body into a page. */
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
