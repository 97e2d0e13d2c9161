import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BrowserType, LaunchOptions, Browser as PlaywrightBrowser } from 'playwright';
import type { FoundEngine } from '../../../results/schema/engine.ts';
import type { GcLogging } from '../../watch/gc/account.ts';
import { TraceAccount } from '../../watch/gc/chromium-trace.ts';
import { LogFile } from '../../watch/gc/log-file.ts';
import { childrenOf } from '../../watch/process-tree.ts';
import type { Opened, Watched } from '../../watch/watched.ts';
import type { Found, StartSettings } from '../engine.ts';
import { BROWSER_TYPES, type Build, openPage } from './playwright-page.ts';

const require = createRequire(import.meta.url);
/** Resolves what `playwright` itself uses: the project may have another version of it beside this package. */
const requireOfPlaywright = createRequire(require.resolve('playwright/package.json'));

/** Whether Playwright's own build of a browser has been downloaded. */
export function hasPlaywrightBuild(build: Build): boolean {
  return existsSync(BROWSER_TYPES[build].executablePath());
}

/** Where the collections of a browser that Playwright drives are read from: Chromium's trace, or the browser's log. */
export type BrowserGc = 'trace' | (GcLogging & { readonly source: string });

/** Playwright's own build of a browser; `undefined` if it has not been downloaded. */
export function findPlaywrightBuild(build: Build, gc: BrowserGc, settings: StartSettings): Found | undefined {
  if (!hasPlaywrightBuild(build)) return undefined;
  const { browsers } = require(
    join(dirname(requireOfPlaywright.resolve('playwright-core/package.json')), 'browsers.json'),
  ) as {
    browsers: { name: string; browserVersion?: string }[];
  };
  const version = browsers.find(({ name }) => name === build)?.browserVersion ?? 'unknown';
  const executable = BROWSER_TYPES[build].executablePath();
  return foundByPlaywright({ build, executable, version, source: 'playwright', settings, gc });
}

interface DrivenBrowser {
  readonly build: Build;
  readonly executable: string;
  readonly version: string;
  readonly source: 'playwright' | 'system';
  readonly settings: StartSettings;
  readonly gc: BrowserGc;
}

/** A browser that Playwright starts and closes. */
export function foundByPlaywright({
  build,
  executable,
  version,
  source,
  settings,
  gc,
}: DrivenBrowser): Found {
  const { version: playwright } = require('playwright/package.json') as { version: string };
  const notes = [`${build} is started headless by Playwright ${playwright}, which adds its own arguments.`];
  const type = BROWSER_TYPES[build];
  const { flags, environment } = settings;
  const options = {
    executablePath: executable,
    args: [...flags],
    env: { ...process.env, ...environment },
  };
  return {
    status: 'found',
    record: {
      version,
      source,
      executable,
      flags: [...flags],
      environment,
      notes,
      gcAccount: gcAccountOf(build, gc),
    },
    open: async ({ url }) => {
      const { gone, close } = await openByPlaywright(type, options, url);
      return { gone, close };
    },
    openWatched: async ({ url }) => {
      const before = await childrenOf(process.pid);
      const watched =
        gc === 'trace' ? await openTraced(type, options, url) : await openLogged(build, options, url, gc);
      const roots = (await childrenOf(process.pid)).filter((pid) => !before.includes(pid));
      return { ...watched, roots };
    },
  };
}

function gcAccountOf(build: Build, gc: BrowserGc): FoundEngine['gcAccount'] {
  if (gc === 'trace') return { status: 'read', source: "the trace's category v8" };
  const reason = noLogOf(build);
  return reason === undefined ? { status: 'read', source: gc.source } : { status: 'unsupported', reason };
}

/** Why this system has no log of a browser. */
function noLogOf(build: Build): string | undefined {
  if (process.platform === 'win32') return 'its log needs a shell script, which Windows does not run';
  const isWebKitOnMac = process.platform === 'darwin' && build === 'webkit';
  return isWebKitOnMac
    ? 'macOS starts its pages without the environment and the output of the browser'
    : undefined;
}

type Started = Opened & { readonly browser: PlaywrightBrowser };
type WithGc = Opened & Pick<Watched, 'gc'>;

async function openTraced(type: BrowserType, options: LaunchOptions, url: string): Promise<WithGc> {
  const { browser, gone, close } = await openByPlaywright(type, options, url);
  try {
    return { gone, close, gc: new TraceAccount(await browser.newBrowserCDPSession()) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the browser through a script that sends its log to a file, because Playwright does not expose a browser's output. */
async function openLogged(build: Build, options: LaunchOptions, url: string, gc: GcLogging): Promise<WithGc> {
  const type = BROWSER_TYPES[build];
  if (noLogOf(build) !== undefined) return { ...(await openByPlaywright(type, options, url)), gc: null };
  const log = await LogFile.create(gc.newReader());
  const script = `${log.path}.sh`;
  await writeFile(script, '#!/bin/sh\nexec "$LOGGED_EXECUTABLE" "$@" 2>>"$LOGGED_OUTPUT"\n', { mode: 0o700 });
  const environment = {
    ...gc.environment,
    LOGGED_EXECUTABLE: options.executablePath ?? '',
    LOGGED_OUTPUT: log.path,
  };
  const { gone, close } = await openByPlaywright(
    type,
    {
      ...options,
      executablePath: script,
      env: { ...options.env, ...environment },
      args: [...(options.args ?? []), ...gc.flags],
    },
    url,
  ).catch(async (error: Error) => {
    await log.remove();
    throw error;
  });
  return { gone, gc: log, close: () => close().finally(() => log.remove()) };
}

async function openByPlaywright(type: BrowserType, options: LaunchOptions, url: string): Promise<Started> {
  const browser = await type.launch(options);
  return { browser, ...(await openPage(browser, url)) };
}
