import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fixtures, PlaywrightTestArgs, PlaywrightWorkerArgs } from 'playwright/test';
import type { HandOffOptions, Results } from './client.ts';

/** `clone-transfer-share/playwright`: fixtures for Playwright Test, `test.extend(handOffFixtures)`. */

export type { Results } from './client.ts';

/** As in the page, but without a payload, which is a function; and a module is given by its address. */
export type PageHandOffOptions = Omit<HandOffOptions, 'payload' | 'transports'> & {
  /** Names of the suite’s transports, and addresses of modules relative to the page: `./mine.js`. */
  readonly transports?: readonly string[];
};

export interface HandOffFixtures {
  /** Measures in the test’s page, which must have been opened, and attaches the results file to the test. */
  readonly measureHandOff: (options: PageHandOffOptions) => Promise<Results>;
}

/** The client is served to the page under this path of its own origin, as a page may refuse scripts from elsewhere. */
const CLIENT_PATH = '/clone-transfer-share-client.js';
const CLIENT = join(import.meta.dirname, 'client.js');

export const handOffFixtures: Fixtures<HandOffFixtures, object, PlaywrightTestArgs, PlaywrightWorkerArgs> = {
  measureHandOff: async ({ page }, use, info) => {
    const body = await readFile(CLIENT, 'utf8');
    await page.route(`**${CLIENT_PATH}`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
    await use(async (options) => {
      const results = await page.evaluate(measureInPage, { options, client: CLIENT_PATH });
      await info.attach('clone-transfer-share.json', {
        body: JSON.stringify(results),
        contentType: 'application/json',
      });
      return results;
    });
  },
};

/** Runs in the page, so it uses nothing outside itself. */
async function measureInPage({
  options: { transports, ...options },
  client,
}: {
  options: PageHandOffOptions;
  client: string;
}): Promise<Results> {
  const { measureHandOff } = (await import(client)) as {
    measureHandOff: (options: HandOffOptions) => Promise<Results>;
  };
  const isAddress = (one: string) => one.includes('/');
  const given = transports?.map((one) => (isAddress(one) ? new URL(one, document.baseURI) : one));
  return measureHandOff({ ...options, ...(given && { transports: given }) });
}
