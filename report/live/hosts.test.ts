import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContextOptions,
  expect,
  type Frame,
  type Page,
  test,
} from 'playwright/test';
import { exampleResults } from '../../results/testing/example.ts';
import { remedyOf } from '../../runner/engines/engine.ts';
import { ENGINES } from '../../runner/engines/engines.ts';
import { openProcess } from '../../runner/engines/start/process.ts';
import { skipUnlessAll } from '../../runner/testing/slow.ts';
import { openBrowser, openProfile } from '../testing/browser.ts';
import { buildSite } from '../testing/site.ts';
import { type Slash, StaticServer } from '../testing/static-server.ts';

const ISOLATED = 'This page is isolated, so it can measure all three.';

let folder: string;
let site: string;
let server: StaticServer;
let browser: Browser;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  site = await buildSite(folder, exampleResults());
  const opened = await openBrowser();
  if (opened) browser = opened;
});
test.afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});
test.beforeEach(async () => {
  server = await StaticServer.start(site);
});
test.afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await server.close();
});

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(`${server.origin}${address}`);
  return page;
}

const said = (page: Page | Frame) => page.locator('#live-said');

async function expectReport(page: Page | Frame): Promise<void> {
  await expect(page.locator('#answer-table tbody tr')).toHaveText([/^node/]);
}

async function expectIsolated(page: Page): Promise<void> {
  await expect(said(page)).toHaveText(ISOLATED);
  await expectReport(page);
}

/** Measures until a worker has reported, then stops. */
async function expectMeasures(page: Page): Promise<void> {
  await expectIsolated(page);
  await page.getByLabel('Up to').selectOption('1 KiB');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect
    .poll(() => page.locator('#live-progress').evaluate((bar: HTMLProgressElement) => bar.value), {
      timeout: 30_000,
    })
    .toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(said(page)).toHaveText(/^Stopped\./);
}

/** Reads a host's file as the host does: a `*` or a `(.*)` stands for anything. */
async function headersOf(file: '_headers' | 'vercel.json'): Promise<StaticServer['headersOf']> {
  const text = await readFile(join(site, file), 'utf8');
  const rules = file === '_headers' ? netlifyRules(text) : vercelRules(text);
  return (pathname) =>
    Object.fromEntries(rules.flatMap(({ pattern, headers }) => (pattern.test(pathname) ? headers : [])));
}

interface Rule {
  readonly pattern: RegExp;
  readonly headers: [string, string][];
}

function netlifyRules(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const header = /^ {2}([^:]+): (.+)$/.exec(line);
    if (header) rules.at(-1)?.headers.push([header[1] ?? '', header[2] ?? '']);
    else rules.push({ pattern: new RegExp(`^${line.replace('*', '.*')}$`), headers: [] });
  }
  return rules;
}

function vercelRules(text: string): Rule[] {
  const { headers } = JSON.parse(text) as {
    headers: { source: string; headers: { key: string; value: string }[] }[];
  };
  return headers.map(({ source, headers: own }) => ({
    pattern: new RegExp(`^${source}$`),
    headers: own.map(({ key, value }) => [key, value]),
  }));
}

test.describe('on a host without headers, the service worker isolates the page', () => {
  const cases: readonly { slash: Slash; address: string; shown: string }[] = [
    { slash: 'required', address: '/live/', shown: '/live/' },
    { slash: 'required', address: '/live/index.html', shown: '/live/index.html' },
    { slash: 'added', address: '/live', shown: '/live/' },
    { slash: 'optional', address: '/live', shown: '/live/' },
    { slash: 'removed', address: '/live/', shown: '/live/' },
    { slash: 'optional', address: '/live?size=1MiB#charts', shown: '/live/?size=1MiB#charts' },
  ];
  for (const [at, { slash, address, shown }] of cases.entries()) {
    test(`${address}, where the slash is ${slash}`, async () => {
      // The last two have what the others have, a slash that is missing and one that is removed, and a query.
      skipUnlessAll(at < cases.length - 2);
      server.slash = slash;
      const page = await open(address);
      await expectIsolated(page);
      expect(page.url()).toBe(`${server.origin}${shown}`);
      const report = page.getByRole('link', { name: 'The published report' });
      await expect(report).toHaveJSProperty('href', `${server.origin}/index.html`);
    });
  }

  test('it measures at /live', async () => {
    // The next test has the same address in a folder.
    skipUnlessAll();
    server.slash = 'optional';
    await expectMeasures(await open('/live'));
  });

  test('it measures at /live in a folder of the host', async () => {
    await server.close();
    server = await StaticServer.start(folder);
    server.slash = 'optional';
    await expectMeasures(await open('/site/live'));
  });

  test('a page beside it whose address begins alike is left as it is', async () => {
    await writeFile(join(site, 'livestream.html'), '<!doctype html><title>Not ours</title>');
    const page = await open('/live/');
    await expectIsolated(page);
    await page.goto(`${server.origin}/livestream.html`);
    const state = () => [navigator.serviceWorker.controller !== null, crossOriginIsolated];
    expect(await page.evaluate(state)).toEqual([true, false]);
  });

  test('behind a cache that keeps the first answer of each address', async () => {
    server.isCached = true;
    await expectMeasures(await open('/live/'));
  });

  test('behind a cache that keeps what the host sent before it had headers', async () => {
    server.isCached = true;
    await fetch(`${server.origin}/live/`);
    server.headersOf = await headersOf('_headers');
    await expectMeasures(await open('/live/'));
  });
});

for (const file of ['_headers', 'vercel.json'] as const) {
  for (const address of ['/live', '/live/']) {
    test(`${file} isolates ${address} and its client, without a service worker`, async () => {
      skipUnlessAll(address === '/live/');
      server.slash = 'optional';
      server.headersOf = await headersOf(file);
      await expectMeasures(await open(address, { serviceWorkers: 'block' }));
    });
  }
}

test.describe('where the page cannot be isolated, it says why and shows the report', () => {
  test('the browser blocks the data of the site', async () => {
    const context = await openProfile(join(folder, 'profile'), {
      profile: { default_content_setting_values: { cookies: 2 } },
    });
    if (!context) return;
    try {
      const page = await context.newPage();
      await page.goto(`${server.origin}/live/`);
      expect(
        await page.evaluate(() => typeof Reflect.get(window, 'sessionStorage')).catch(() => 'refused'),
      ).toBe('refused');
      await expect(said(page)).toContainText('the browser blocks the data of this site');
      await expectReport(page);
    } finally {
      await context.close();
    }
  });

  test('the browser blocks service workers and does not answer', async () => {
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.clock.install();
    await page.goto(`${server.origin}/live/`);
    await expectReport(page);
    await expect(said(page)).toHaveText(/^Asking/);
    await page.clock.fastForward(10_000);
    await expect(said(page)).toContainText('the browser did not answer within 10 s');
    await expectReport(page);
  });

  test('the browser has no service workers', async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
    await page.goto(`${server.origin}/live/`);
    await expect(said(page)).toContainText('the browser offers no service worker here');
    await expectReport(page);
  });

  test('the host has no service worker of ours', async () => {
    await server.close();
    const copy = join(folder, 'incomplete/live');
    await mkdir(copy, { recursive: true });
    await writeFile(join(copy, 'index.html'), await readFile(join(site, 'live/index.html')));
    server = await StaticServer.start(join(folder, 'incomplete'));
    const page = await open('/live/');
    await expect(said(page)).toContainText('the service worker that isolates it could not be started');
    await expectReport(page);
  });

  test('the service worker’s headers have no effect: the page is reloaded only once', async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => Object.defineProperty(window, 'crossOriginIsolated', { value: false }));
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(`${server.origin}/live/`);
    await expect(said(page)).toContainText('the browser did not isolate it, although a service worker sent');
    await expectReport(page);
    expect(loads).toBe(2);
  });

  const frames: readonly { name: string; attributes: string; host: string }[] = [
    { name: 'of the same site', attributes: '', host: '127.0.0.1' },
    { name: 'of another site', attributes: '', host: 'localhost' },
    { name: 'that is sandboxed', attributes: 'sandbox="allow-scripts"', host: '127.0.0.1' },
  ];
  for (const { name, attributes, host } of frames) {
    for (const address of ['/live/', '/live']) {
      test(`${address} is in a frame ${name}`, async () => {
        skipUnlessAll(address === '/live/');
        server.slash = 'optional';
        await writeFile(
          join(site, 'around.html'),
          `<!doctype html><iframe ${attributes} src="http://${host}:${server.port}${address}"></iframe>`,
        );
        const page = await open('/around.html');
        const frame = page.frames().find((one) => one.parentFrame());
        if (!frame) throw new Error('the page has no frame');
        await expect(said(frame)).toContainText(
          'This page is in a frame of another page, so it cannot measure',
        );
        await expect(frame.getByRole('link', { name: 'Open this page in a tab of its own' })).toBeVisible();
        await expectReport(frame);
      });
    }
  }

  test('a cache keeps the client without its headers, so the browser refuses to show it', async () => {
    server.isCached = true;
    for (const name of ['client.html', 'client.js']) await fetch(`${server.origin}/live/client/${name}`);
    server.headersOf = await headersOf('_headers');
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(`${server.origin}/live/`);
    await expect(said(page)).toHaveText(ISOLATED);
    await page.getByRole('button', { name: 'Measure' }).click();
    await expect(page.getByRole('button', { name: 'Stop' })).toBeEnabled();
    await page.clock.fastForward(20_000);
    await expect(said(page)).toContainText('The client did not load within 20 s');
    await expect(page.getByRole('button', { name: 'Measure' })).toBeEnabled();
    await expectReport(page);
  });
});

/** What a reader sees, of browsers that take only a URL: posts it when the page has said whether it can measure. */
const OBSERVER = `
  const said = document.getElementById('live-said');
  const watch = said && setInterval(() => {
    if (said.textContent.startsWith('Asking') || !document.querySelector('#answer-table tbody tr')) return;
    clearInterval(watch);
    const seen = { said: said.textContent, isolated: crossOriginIsolated, address: location.pathname };
    fetch('/', { method: 'POST', body: JSON.stringify(seen) });
  }, 50);
`;

/** Opens a URL in a browser, and returns what its reader sees. */
async function seenIn(
  start: () => Promise<{ gone: Promise<string>; close(): Promise<void> }>,
): Promise<unknown> {
  server.injected = OBSERVER;
  const posted = new Promise<string>((done) => {
    server.onPost = done;
  });
  const opened = await start();
  try {
    const gone = opened.gone.then((words) => Promise.reject(new Error(`the engine ${words}`)));
    return JSON.parse(await Promise.race([posted, gone]));
  } finally {
    await opened.close();
  }
}

for (const name of ['firefox', 'webkit'] as const) {
  test.describe(name, () => {
    async function find() {
      const found = await ENGINES[name].find();
      test.skip(found.status === 'missing', `${name}: not found. ${remedyOf(ENGINES[name])}`);
      if (found.status === 'missing') throw new Error('a skipped test runs');
      return found;
    }

    test('without the slash, the service worker isolates the page', async () => {
      const found = await find();
      server.slash = 'optional';
      const url = `${server.origin}/live`;
      expect(await seenIn(() => found.open({ url, file: '' }))).toEqual({
        said: ISOLATED,
        isolated: true,
        address: '/live/',
      });
    });

    test('in a frame, the page says that it cannot measure', async () => {
      skipUnlessAll();
      const found = await find();
      await writeFile(join(site, 'around.html'), '<!doctype html><iframe src="live/"></iframe>');
      const url = `${server.origin}/around.html`;
      expect(await seenIn(() => found.open({ url, file: '' }))).toEqual({
        said: expect.stringContaining('This page is in a frame of another page'),
        isolated: false,
        address: '/live/',
      });
    });
  });
}

test.describe('a stock firefox', () => {
  const settings = [
    {
      name: 'that blocks the data of sites',
      preference: ['network.cookie.cookieBehavior', 2],
      words: 'the browser blocks the data of this site',
    },
    {
      name: 'that has no service workers',
      preference: ['dom.serviceWorkers.enabled', false],
      words: 'the browser offers no service worker here',
    },
  ] as const;
  for (const { name, preference, words } of settings) {
    test(`${name} shows the report and says why it cannot measure`, async () => {
      // A Chromium is tested without service workers too.
      skipUnlessAll(name === 'that has no service workers');
      const found = await ENGINES.firefox.find();
      const isStock = found.status === 'found' && found.record.source === 'system';
      test.skip(!isStock, 'no stock Firefox: others take no preferences from a profile');
      if (found.status === 'missing') return;
      const { executable, flags } = found.record;
      const profile = await mkdtemp(join(folder, 'firefox-'));
      await writeFile(
        join(profile, 'user.js'),
        `user_pref(${preference.map((one) => JSON.stringify(one)).join()});`,
      );
      const start = async () =>
        openProcess({
          executable: executable ?? '',
          args: [...flags, '--profile', profile, `${server.origin}/live/`],
        });
      expect(await seenIn(start)).toEqual({
        said: expect.stringContaining(words),
        isolated: false,
        address: '/live/',
      });
    });
  }
});
