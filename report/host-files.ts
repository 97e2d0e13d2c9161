/** For the pages below this, which measure. */
const LIVE = '/live/*';
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * What tells the usual hosts of static sites to send the headers that isolate the live page. Where a host reads none of them, as
 * GitHub Pages, the page's service worker adds them.
 */
export const HOST_FILES: Readonly<Record<string, string>> = {
  // Netlify and Cloudflare Pages.
  _headers: `${[LIVE, ...Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}`)].join('\n')}\n`,
  'vercel.json': `${JSON.stringify(
    {
      headers: [
        {
          source: '/live/(.*)',
          headers: Object.entries(HEADERS).map(([key, value]) => ({ key, value })),
        },
      ],
    },
    null,
    2,
  )}\n`,
  // Apache.
  'live/.htaccess': `${Object.entries(HEADERS)
    .map(([name, value]) => `Header set ${name} "${value}"`)
    .join('\n')}\n`,
};
