/**
 * Isolates the live page if the host does not send the headers: it adds them to every response below its address. The page
 * loads nothing from other origins, so no other response needs a header.
 */

interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

async function isolated(request: Request): Promise<Response> {
  const response = await fetch(request);
  // The browser follows a redirect itself, and a script cannot copy one.
  if (response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** The scope is a prefix of addresses: `live` has `livestream` in it, which belongs to someone else. */
const LIVE = new URL('live', location.href);

function isLive({ origin, pathname }: URL): boolean {
  return origin === LIVE.origin && (pathname === LIVE.pathname || pathname.startsWith(`${LIVE.pathname}/`));
}

addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent;
  if (isLive(new URL(request.url))) respondWith.call(event, isolated(request));
});
