import type { Browser as PlaywrightBrowser } from 'playwright';
import type { Opened } from '../../watch/watched.ts';
import type { Found, Missing, StartSettings } from '../engine.ts';
import { BROWSER_TYPES, type Build, openPage } from './playwright-page.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** The browser reaches the server on this machine's loopback interface through Playwright's connection. */
const CONNECT_OPTIONS = { exposeNetwork: '<loopback>', timeout: CONNECT_TIMEOUT_MS };

const UNWATCHABLE = 'it runs on another machine and cannot be watched';

/** The environment variable with the address of a remote browser, such as `CLONE_TRANSFER_SHARE_CONNECT_CHROMIUM`. */
export function connectVariable(build: Build): string {
  return `CLONE_TRANSFER_SHARE_CONNECT_${build.toUpperCase()}`;
}

/**
 * A browser that Playwright serves on another machine (`npx playwright launch-server`); `undefined` if the environment does not
 * name its address. A launch is only a fresh context there, because the server keeps the browser running.
 */
export async function findRemote(
  build: Build,
  { flags, environment }: StartSettings,
): Promise<Found | Missing | undefined> {
  const endpoint = process.env[connectVariable(build)];
  if (!endpoint) return undefined;
  const variable = connectVariable(build);
  if (flags.length > 0 || Object.keys(environment).length > 0) {
    const reason = `${variable} names a browser that runs already, so it cannot be given flags or an environment`;
    return { status: 'missing', reason };
  }
  let version: string;
  try {
    const browser = await connect(build, endpoint);
    version = browser.version();
    await browser.close();
  } catch (error) {
    return { status: 'missing', reason: (error as Error).message };
  }
  return {
    status: 'found',
    unwatchable: UNWATCHABLE,
    record: {
      version,
      source: 'remote',
      executable: null,
      flags: [],
      environment: {},
      notes: [`${build} is reached by the address in ${variable}; its flags and its machine are unknown.`],
      gcAccount: { status: 'unsupported', reason: UNWATCHABLE },
    },
    open: ({ url }) => openRemote(build, endpoint, url),
    openWatched: async ({ url }) => ({ ...(await openRemote(build, endpoint, url)), roots: [], gc: null }),
  };
}

async function openRemote(build: Build, endpoint: string, url: string): Promise<Opened> {
  return openPage(await connect(build, endpoint), url);
}

/** @throws {Error} that names the variable rather than its value, because anyone who knows the address can use the browser. */
async function connect(build: Build, endpoint: string): Promise<PlaywrightBrowser> {
  try {
    return await BROWSER_TYPES[build].connect(endpoint, CONNECT_OPTIONS);
  } catch (error) {
    const [firstLine = ''] = (error as Error).message.split('\n');
    throw new Error(`${connectVariable(build)}: ${firstLine.replaceAll(endpoint, 'the address')}`);
  }
}
