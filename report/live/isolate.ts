/** Set before the reload: the page reloads only once. */
const TRIED = 'isolation-tried';
/** Where service workers are blocked, a browser or an extension may never answer. */
const MOST_WAIT_MS = 10_000;

/** Why a page that the host does not isolate cannot be isolated by a service worker either. */
interface Obstacle {
  readonly isThere: () => boolean;
  readonly words: string;
}

/** The first that is there is named. */
const OBSTACLES: readonly Obstacle[] = [
  {
    isThere: () => location.protocol === 'file:',
    words:
      'This page was opened from disk, so it cannot measure: serve the folder of the site with any static server, and open it from there.',
  },
  {
    isThere: () => parent !== self,
    words:
      'This page is in a frame of another page, so it cannot measure: a browser isolates a frame only if the page around it is isolated too.',
  },
  {
    isThere: () => !isSecureContext,
    words: `This page cannot measure: ${location.origin} is not a secure context, and browsers isolate a page only over https or from 127.0.0.1.`,
  },
  {
    isThere: () => isRefused(() => sessionStorage.length),
    words:
      'This page cannot measure: the browser blocks the data of this site, so the service worker that isolates the page cannot run. The host does not send the headers that isolate it.',
  },
  {
    isThere: () => !('serviceWorker' in navigator),
    words:
      'This page cannot measure: the browser offers no service worker here (some private windows do not), and the host does not send the headers that isolate a page.',
  },
];

function isRefused(access: () => unknown): boolean {
  try {
    access();
    return false;
  } catch {
    return true;
  }
}

/**
 * Isolates this page. If the host does not send the headers, a service worker adds them and the page is reloaded.
 * @returns Why the page is not isolated, or `undefined` if it is.
 */
export async function isolate(): Promise<string | undefined> {
  if (crossOriginIsolated) return undefined;
  const obstacle = OBSTACLES.find(({ isThere }) => isThere());
  if (obstacle) return obstacle.words;
  if (sessionStorage.getItem(TRIED)) {
    sessionStorage.removeItem(TRIED);
    return 'This page cannot measure: the browser did not isolate it, although a service worker sent the headers. Reloading may help.';
  }
  try {
    await Promise.race([startServiceWorker(), noAnswer()]);
    sessionStorage.setItem(TRIED, 'yes');
  } catch (error) {
    return `This page cannot measure: the service worker that isolates it could not be started: ${(error as Error).message}`;
  }
  location.reload();
  return new Promise(() => {});
}

/** The scope includes the address without the slash, which is why the script is at the top of the site. */
async function startServiceWorker(): Promise<void> {
  await navigator.serviceWorker.register('../service-worker.js', { scope: '../live' });
  await navigator.serviceWorker.ready;
}

function noAnswer(): Promise<never> {
  return new Promise((_, reject) => {
    const words = `the browser did not answer within ${MOST_WAIT_MS / 1000} s. It may block service workers.`;
    setTimeout(() => reject(new Error(words)), MOST_WAIT_MS);
  });
}
