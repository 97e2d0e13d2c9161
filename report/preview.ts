import type { Plugin } from 'vite';

/** The picture that other sites show for a link to the report; `npm run pictures` makes it. */
export const PREVIEW = 'preview.png';

/** Adds the picture of the report to its page. Other sites load it by its whole address. */
export function previewAt(address: URL): Plugin {
  const meta = (property: string, content: string) => ({
    tag: 'meta',
    attrs: { property, content },
    injectTo: 'head' as const,
  });
  return {
    name: 'preview',
    transformIndexHtml: () => [
      meta('og:image', new URL(PREVIEW, address).href),
      meta('og:image:alt', 'The time of a round trip by size for clone, transfer and share, in one engine'),
      { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' }, injectTo: 'head' },
    ],
  };
}
