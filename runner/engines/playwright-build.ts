import { existsSync } from 'node:fs';
import {
  type BrowserType,
  chromium,
  firefox,
  type LaunchOptions,
  type Browser as RunningBrowser,
  webkit,
} from 'playwright';
import type { Browser, Found, Opened } from './engine.ts';
import { askVersion } from './process.ts';

const BROWSER_TYPES: Record<Browser['playwrightBuild'], BrowserType> = { chromium, firefox, webkit };

/** Whether Playwright's own build of a browser has been downloaded. */
export function hasPlaywrightBuild(build: Browser['playwrightBuild']): boolean {
  return existsSync(BROWSER_TYPES[build].executablePath());
}

/** Playwright's own build of a browser, if it is there and its libraries are too. */
export async function findPlaywrightBuild(
  build: Browser['playwrightBuild'],
  flags: readonly string[] = [],
): Promise<Found | undefined> {
  if (!hasPlaywrightBuild(build)) return undefined;
  const executable = BROWSER_TYPES[build].executablePath();
  const version = await askVersion(executable);
  return version === undefined
    ? undefined
    : foundByPlaywright(build, executable, version, 'playwright', flags);
}

/** A browser that Playwright starts and closes. */
export function foundByPlaywright(
  build: Browser['playwrightBuild'],
  executable: string,
  version: string,
  source: 'playwright' | 'system',
  flags: readonly string[],
): Found {
  return {
    status: 'found',
    record: { version, source, executable, flags: [...flags], environment: {}, notes: [] },
    open: ({ url }) =>
      openByPlaywright(BROWSER_TYPES[build], { executablePath: executable, args: [...flags] }, url),
  };
}

async function openByPlaywright(type: BrowserType, options: LaunchOptions, url: string): Promise<Opened> {
  const browser: RunningBrowser = await type.launch(options);
  const gone = new Promise<string>((resolve) => {
    browser.once('disconnected', () => resolve('browser closed by itself'));
  });
  const page = await browser.newPage();
  const crashed = new Promise<string>((resolve) => {
    page.once('crash', () => resolve('’s page crashed'));
  });
  await page.goto(url);
  return { gone: Promise.race([gone, crashed]), close: () => browser.close() };
}
