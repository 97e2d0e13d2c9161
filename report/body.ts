import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { shownCommand } from '../results/command-line/installation.mjs';
import { RUNS } from './pages.ts';

/** The differences between the pages that contain the report’s body: the top of the site, and the HTML that replaces a placeholder. */
const PAGES = {
  index: { top: '', place: '<!-- here -->', file: 'live-link.html' },
  live: { top: '../', place: '<!-- top -->', file: 'live/panel.html' },
} as const;

const REFERENCE_NOTE =
  '<p class="reference">This is the reference run, which is kept with the suite: it was measured on the machine in ' +
  `<a href="#method">its record</a>, not on yours. <code>${shownCommand('bench')}</code> measures yours.</p>`;

/** Puts the shared body into a page. */
export function bodyOf(
  page: keyof typeof PAGES,
  { runId, isReference }: { readonly runId: string; readonly isReference: boolean },
): Plugin {
  const { top, place, file } = PAGES[page];
  const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');
  return {
    name: 'body',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const [body, own] = await Promise.all([read('body.html'), read(file)]);
        const whole = body
          .replace(place, () => own)
          .replace('<!-- reference -->', isReference ? REFERENCE_NOTE : '')
          .replaceAll('DATA/', `${top}data/`)
          .replaceAll('RUN/', `${top}${RUNS}/${runId}/`)
          .replaceAll('RUNS/', `${top}${RUNS}/`);
        return html.replace('<!-- body -->', () => whole);
      },
    },
  };
}
