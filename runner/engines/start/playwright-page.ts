import { type BrowserType, chromium, firefox, type Browser as PlaywrightBrowser, webkit } from 'playwright';
import type { Opened } from '../../watch/watched.ts';
import type { Browser } from '../engine.ts';

export type Build = Browser['playwrightBuild'];

export const BROWSER_TYPES: Readonly<Record<Build, BrowserType>> = { chromium, firefox, webkit };

/** Opens the client in a page of a browser. Closing the client closes the browser. */
export async function openPage(browser: PlaywrightBrowser, url: string): Promise<Opened> {
  const gone = new Promise<string>((resolve) => {
    browser.once('disconnected', () => resolve('closed by itself'));
  });
  try {
    const page = await browser.newPage();
    const crashed = new Promise<string>((resolve) => {
      page.once('crash', () => resolve('crashed in its page'));
    });
    // The page may reload itself at any time, so nothing waits for it to load.
    await page.goto(url, { waitUntil: 'commit' });
    return { gone: Promise.race([gone, crashed]), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
