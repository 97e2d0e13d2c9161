/**
 * Isolates the pages in its scope if the host does not send the headers: it adds them to every response of this origin.
 * The pages load nothing from other origins, so no other response needs a header.
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

addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent;
  if (new URL(request.url).origin === location.origin) respondWith.call(event, isolated(request));
});
