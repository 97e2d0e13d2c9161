/** Set before the reload: the page reloads only once. */
const TRIED = 'isolation-tried';

/**
 * Isolates this page. If the host does not send the headers, a service worker adds them and the page is reloaded.
 * @returns Why the page is not isolated, or `undefined` if it is.
 */
export async function isolate(): Promise<string | undefined> {
  if (crossOriginIsolated) return undefined;
  if (!isSecureContext) {
    return `${location.origin} is not a secure context: browsers isolate a page only over https or from 127.0.0.1.`;
  }
  if (!('serviceWorker' in navigator)) {
    return 'This browser offers no service worker here (some private windows do not), and the host does not send the headers that isolate a page.';
  }
  if (sessionStorage.getItem(TRIED)) {
    sessionStorage.removeItem(TRIED);
    return 'This browser did not isolate the page, although a service worker sent the headers. Reloading may help.';
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
