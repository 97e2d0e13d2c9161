import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BrowserType, chromium, firefox, type LaunchOptions, webkit } from 'playwright';
import type { Browser, Found, Opened } from './engine.ts';

type Build = Browser['playwrightBuild'];

const require = createRequire(import.meta.url);
const BROWSER_TYPES: Readonly<Record<Build, BrowserType>> = { chromium, firefox, webkit };

/** Whether Playwright's own build of a browser has been downloaded. */
export function hasPlaywrightBuild(build: Build): boolean {
  return existsSync(BROWSER_TYPES[build].executablePath());
}

/** Playwright's own build of a browser, if it is there. */
export function findPlaywrightBuild(build: Build, flags: readonly string[] = []): Found | undefined {
  if (!hasPlaywrightBuild(build)) return undefined;
  const { browsers } = require(
    join(dirname(require.resolve('playwright-core/package.json')), 'browsers.json'),
  ) as {
    browsers: { name: string; browserVersion?: string }[];
  };
  const version = browsers.find(({ name }) => name === build)?.browserVersion ?? 'unknown';
  return foundByPlaywright(build, BROWSER_TYPES[build].executablePath(), version, 'playwright', flags);
}

/** A browser that Playwright starts and closes. */
export function foundByPlaywright(
  build: Build,
  executable: string,
  version: string,
  source: 'playwright' | 'system',
  flags: readonly string[],
): Found {
  const { version: playwright } = require('playwright/package.json') as { version: string };
  const notes = [
    `${build} is started headless by Playwright ${playwright}, which adds arguments of its own.`,
  ];
  return {
    status: 'found',
    record: { version, source, executable, flags: [...flags], environment: {}, notes },
    open: ({ url }) =>
      openByPlaywright(BROWSER_TYPES[build], { executablePath: executable, args: [...flags] }, url),
  };
}

async function openByPlaywright(type: BrowserType, options: LaunchOptions, url: string): Promise<Opened> {
  const browser = await type.launch(options);
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
