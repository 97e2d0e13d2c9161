/** The pages that measure. */
const LIVE = '/live/*';
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Files that tell common hosts of static sites to send the headers that isolate the live page. For a host that reads none of
 * them, such as GitHub Pages, the page's service worker adds the headers.
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
