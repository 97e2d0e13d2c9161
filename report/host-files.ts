/** The addresses of the pages that measure. Some hosts serve the first one instead of redirecting it. */
const LIVE = ['/live', '/live/*'];
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const LINES = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`);

/**
 * Files that tell common hosts of static sites to send the headers that isolate the live page. For a host that reads none of
 * them, such as GitHub Pages, the page's service worker adds the headers.
 */
export const HOST_FILES: Readonly<Record<string, string>> = {
  // Netlify and Cloudflare Pages.
  _headers: `${LIVE.flatMap((address) => [address, ...LINES.map((line) => `  ${line}`)]).join('\n')}\n`,
  'vercel.json': `${JSON.stringify(
    {
      headers: LIVE.map((address) => ({
        source: address.replace('*', '(.*)'),
        headers: Object.entries(HEADERS).map(([key, value]) => ({ key, value })),
      })),
    },
    null,
    2,
  )}\n`,
  // Apache, which redirects the address without the slash. Without the module, it would answer every request with an error.
  'live/.htaccess': `${[
    '<IfModule mod_headers.c>',
    ...Object.entries(HEADERS).map(([name, value]) => `  Header set ${name} "${value}"`),
    '</IfModule>',
  ].join('\n')}\n`,
};
