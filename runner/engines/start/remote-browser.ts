import { chromium, firefox, type Browser as PlaywrightBrowser, webkit } from 'playwright';
import type { Opened } from '../../watch/watched.ts';
import type { Browser, Found, Missing } from '../engine.ts';

type Build = Browser['playwrightBuild'];

const BROWSER_TYPES = { chromium, firefox, webkit };
const CONNECT_TIMEOUT_MS = 10_000;
/** What the page is served from is on this machine's loopback: the browser reaches it through Playwright's connection. */
const OPTIONS = { exposeNetwork: '<loopback>', timeout: CONNECT_TIMEOUT_MS };

const ELSEWHERE = 'it runs on another machine, which cannot be watched from here';

/** `CLONE_TRANSFER_SHARE_CONNECT_CHROMIUM`, and so on. */
export function connectVariable(build: Build): string {
  return `CLONE_TRANSFER_SHARE_CONNECT_${build.toUpperCase()}`;
}

/**
 * A browser that Playwright serves on another machine (`npx playwright launch-server`), where the environment names its
 * address. A launch is a fresh context there: the server keeps the browser itself.
 */
export async function findRemote(build: Build): Promise<Found | Missing | undefined> {
  const endpoint = process.env[connectVariable(build)];
  if (!endpoint) return undefined;
  // Not its value: whoever knows the address has the browser.
  const at = connectVariable(build);
  let version: string;
  try {
    const browser = await BROWSER_TYPES[build].connect(endpoint, OPTIONS);
    version = browser.version();
    await browser.close();
  } catch (error) {
    const [words] = (error as Error).message.split('\n');
    return { status: 'missing', reason: `${at}: ${words?.replaceAll(endpoint, 'the address')}` };
  }
  return {
    status: 'found',
    elsewhere: ELSEWHERE,
    record: {
      version,
      source: 'remote',
      executable: null,
      flags: [],
      environment: {},
      notes: [`${build} is reached by the address in ${at}; its flags and its machine are not known here.`],
      gcAccount: { status: 'unsupported', reason: ELSEWHERE },
    },
    open: ({ url }) => openRemote(build, endpoint, url),
    openWatched: async ({ url }) => ({ ...(await openRemote(build, endpoint, url)), roots: [], gc: null }),
  };
}

async function openRemote(build: Build, endpoint: string, url: string): Promise<Opened> {
  const browser = await BROWSER_TYPES[build].connect(endpoint, OPTIONS);
  return openPage(browser, url);
}

/** Opens the client in a page of a browser, which is closed with it. */
export async function openPage(browser: PlaywrightBrowser, url: string): Promise<Opened> {
  const gone = new Promise<string>((resolve) => {
    browser.once('disconnected', () => resolve('closed by itself'));
  });
  try {
    const page = await browser.newPage();
    const crashed = new Promise<string>((resolve) => {
      page.once('crash', () => resolve('crashed in its page'));
    });
    // The page reloads itself when it likes, and is not waited for.
    await page.goto(url, { waitUntil: 'commit' });
    return { gone: Promise.race([gone, crashed]), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
