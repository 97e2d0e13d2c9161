import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, test } from 'playwright/test';
import { exampleResults } from '../../results/testing/example.ts';
import { hostileText, madeHostile } from '../../results/testing/hostile.ts';
import { openBrowser } from '../testing/browser.ts';
import { buildSite } from '../testing/site.ts';
import { StaticServer } from '../testing/static-server.ts';
import { fragmentOf, sharedRunIn } from './share-link.ts';
import { type SharedRun, sharedRunSchema } from './shared-run.ts';

const HOSTILE = hostileText('link');

let folder: string;
let server: StaticServer;
let browser: Browser;
let link: string;
let shared: SharedRun;

/** Measures in one browser, and copies the link. */
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  server = await StaticServer.start(await buildSite(folder, exampleResults()));
  const opened = await openBrowser();
  if (!opened) return;
  browser = opened;
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${server.origin}/live/`);
  for (const suite of ['linear-memory', 'burst']) await page.getByRole('checkbox', { name: suite }).uncheck();
  await page.getByLabel('Up to').selectOption('1 KiB');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.locator('#live-said')).toHaveText(/^Done/, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Copy a link to the figures' }).click();
  await expect(page.locator('#live-said')).toContainText('The link is copied.');
  link = await page.evaluate(() => navigator.clipboard.readText());
  const found = await sharedRunIn(new URL(link).hash);
  if (!found) throw new Error(`the link has no run: ${link}`);
  shared = found;
  await context.close();
});
test.afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The page is loaded twice, the second time isolated. */
async function open(url: string) {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(url);
  await expect(page.locator('#live-said')).toHaveText(/^This page is isolated/);
  await expect(page.locator('#shared-said')).not.toBeEmpty();
  return { page, errors };
}

test('whoever opens the link sees the run beside the published one', async () => {
  expect(link.startsWith(`${server.origin}/live/#run=`)).toBe(true);
  const { page, errors } = await open(link);
  await expect(page.locator('#shared-said')).toHaveText(
    /^The run in this link is shown beside the published figures, below: Chrome [\d.]+, \d{4}-\d\d-\d\d, version /,
  );
  const chart = page.locator('#chart-round-trips');
  await expect(chart.locator('h4')).toHaveText([/^node /, /^the shared run Chrome /]);
  await expect(page.locator('#run')).toContainText(`the shared run: run ${shared.run.id}, `);
  const findings = page.locator('#suite-round-trip .engines details').nth(1);
  await findings.locator('summary').click();
  await expect(findings).toContainText('the shared run, round-trip');
  expect(errors).toEqual([]);
});

test('links within the page keep the run in its address, so that a reload keeps it too', async () => {
  const { page } = await open(link);
  await page.getByRole('link', { name: 'The charts' }).click();
  await expect(page.locator('#charts')).toBeInViewport();
  await page.reload();
  await expect(page.locator('#shared-said')).toContainText('The run in this link is shown');
});

test('the shared run has no samples, and says so', async () => {
  const { page } = await open(link);
  const chart = page.locator('#chart-round-trips');
  await chart.getByText('Table', { exact: true }).click();
  await chart.locator('.figure-data table').nth(1).locator('tbody button').first().click();
  await expect(page.getByRole('dialog')).toContainText(
    'A link has the figures of a run without its samples.',
  );
});

test('a link that is opened in the tab of the page is shown too; a damaged one is refused, and the report stays', async () => {
  const { page } = await open(`${link.slice(0, -30)}`);
  const said = page.locator('#shared-said');
  await expect(said).toContainText('The run in this link cannot be shown: it is damaged or was cut off');
  await expect(page.locator('#chart-round-trips h4')).toHaveText([/^node /]);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect(said).toContainText('The run in this link is shown');
  await expect(page.locator('#chart-round-trips h4')).toHaveText([/^node /, /^the shared run /]);
});

test('text from a link is shown as text', async () => {
  const [suite, ...others] = shared.suites;
  const [cell] = suite?.cells ?? [];
  if (!suite || !cell) throw new Error('the run has no cell');
  const { transport, parameter, sizeBytes } = cell;
  const failed = { transport, parameter, sizeBytes, status: 'failed' as const, reason: 'a reason' };
  const withReason = {
    ...shared,
    suites: [{ ...suite, cells: [failed, ...suite.cells.slice(1)] }, ...others],
  };
  const { hostile, places } = madeHostile(sharedRunSchema, withReason, HOSTILE);
  // The user agent, the isolation, the version and the reason.
  expect(places).toBe(4);
  const { page, errors } = await open(`${server.origin}/live/${await fragmentOf(hostile)}`);
  await expect(page.locator('#shared-said')).toContainText(HOSTILE);
  await expect(page.locator('#record')).toContainText(HOSTILE);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(errors).toEqual([]);
});
