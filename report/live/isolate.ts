/** Set while the page is loaded again: once is enough to tell whether it helps. */
const TRIED = 'isolation-tried';

/**
 * Isolates this page by a service worker that adds the headers, where the host does not send them; loads it again for that.
 * @returns Why it is not isolated, or `undefined` where it is.
 */
export async function isolate(): Promise<string | undefined> {
  if (crossOriginIsolated) return undefined;
  if (!isSecureContext) {
    return `${location.origin} is no secure context: a browser isolates a page over https, or from 127.0.0.1.`;
  }
  if (!('serviceWorker' in navigator)) {
    return 'This browser has no service worker here, as in some private windows, and the host does not send the headers that isolate a page.';
  }
  if (sessionStorage.getItem(TRIED)) {
    sessionStorage.removeItem(TRIED);
    return 'This browser did not isolate the page, although a service worker sent the headers for it. Loading it again may help.';
  }
  try {
    await navigator.serviceWorker.register('service-worker.js');
    await navigator.serviceWorker.ready;
  } catch (error) {
    return `The service worker that isolates this page could not be started: ${(error as Error).message}`;
  }
  sessionStorage.setItem(TRIED, 'yes');
  location.reload();
  return new Promise(() => {});
}
