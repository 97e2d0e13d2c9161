/**
 * Isolates the pages below it where the host sends no headers: every response that they get from this origin is given them.
 * All of them are this origin's own, so nothing has to be let in from elsewhere.
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
  // A redirect that the browser follows itself cannot be made anew.
  if (response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent;
  if (new URL(request.url).origin === location.origin) respondWith.call(event, isolated(request));
});
