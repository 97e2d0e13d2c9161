import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, expect, test } from 'playwright/test';
import type { z } from 'zod';
import { calibrationsSchema } from '../results/comparison/calibration.ts';
import { comparisonSchema, judgeAll } from '../results/comparison/comparison.ts';
import { median } from '../results/statistics/estimate.ts';
import { exampleCalibrations } from '../results/testing/example-calibration.ts';
import { exampleComparison } from '../results/testing/example-comparison.ts';
import { hostileText, madeHostile } from '../results/testing/hostile.ts';
import { simulatedHistory } from '../results/testing/simulated-history.ts';
import { historySchema } from '../results/trends/history.ts';
import { addToHistory } from '../results/trends/history-folder.ts';
import { skipUnlessAll } from '../runner/testing/slow.ts';
import { axeViolations, coloredPixels, openBrowser } from './testing/browser.ts';
import { buildDashboard } from './testing/site.ts';

const run = promisify(execFile);
const BOOTSTRAP = resolve(import.meta.dirname, '../runner/bootstrap.mjs');
const PLANTED = [
  { engine: 'chromium', transport: 'clone', day: 60, factor: 1.3 },
  { engine: 'deno', transport: 'share', day: 300, factor: 1.5 },
] as const;

let folder: string;
let browser: Browser;
let file: string;
let comparedFile: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  const opened = await openBrowser();
  if (!opened) return;
  browser = opened;
  const history = join(folder, 'history');
  for (const entry of simulatedHistory(365, PLANTED)) await addToHistory(history, entry);
  file = await buildDashboard(folder, '--history', history);
  // With a comparison and a calibration, as after a nightly run.
  const cell = {
    engine: 'node',
    suite: 'round-trip',
    transport: 'clone',
    parameter: null,
    sizeBytes: 1024,
  } as const;
  const pairs = Array.from({ length: 20 }, () => ({ baseMs: 1, headMs: 1.3 }));
  const verdicts = judgeAll([{ cell, pairs }]);
  const notCompared = [
    { ...cell, sizeBytes: 4096, status: 'failed' as const, reason: `head: ${'x'.repeat(200)}` },
  ];
  const comparison = join(folder, 'comparison.json');
  await writeFile(comparison, JSON.stringify(exampleComparison({ verdicts, notCompared })));
  const calibration = join(folder, 'calibration.json');
  await writeFile(calibration, JSON.stringify(exampleCalibrations()));
  const compared = ['--comparison', comparison, '--calibration', calibration];
  comparedFile = await buildDashboard(join(folder, 'compared'), '--history', history, ...compared);
});
test.afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a page and records its errors. */
async function visit(path: string) {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('dialog', (dialog) => errors.push(dialog.message()));
  await page.goto(pathToFileURL(path).href);
  return { page, errors };
}

test('a year of runs: the planted steps are listed, with their charts, in a small page', async () => {
  expect((await stat(file)).size).toBeLessThan(2_000_000);
  const { page, errors } = await visit(file);
  const rows = page.locator('#steps-table tbody tr');
  // Each of the two changes three ratios at five sizes.
  expect(await rows.count()).toBeGreaterThanOrEqual(28);
  const texts = await rows.allTextContents();
  expect(new Set(texts.map((text) => /chromium|firefox|webkit|node|bun|deno/.exec(text)?.[0]))).toEqual(
    new Set(['chromium', 'deno']),
  );
  await expect(page.locator('.figure')).toHaveCount(6);
  await expect(page.locator('#verdicts-table')).toContainText('None yet.');
  await page.getByRole('checkbox', { name: 'bun' }).uncheck();
  await expect(
    page.locator('#chart-round-trip-clone-to-transfer .panel').filter({ hasText: 'bun' }),
  ).toBeHidden();
  const panel = page.locator('#chart-round-trip-clone-to-transfer .panel:not([hidden])').first();
  await panel.scrollIntoViewIfNeeded();
  const picture = () => panel.locator('canvas').evaluate((drawn: HTMLCanvasElement) => drawn.toDataURL());
  await expect(panel.locator('canvas')).toHaveCSS('display', 'block');
  const before = await picture();
  await page.getByRole('checkbox', { name: '1 KiB' }).uncheck();
  await expect.poll(picture).not.toBe(before);
  expect(errors).toEqual([]);
});

test('the charts of a single run show its ratios', async () => {
  const history = join(folder, 'one-run');
  for (const entry of simulatedHistory(1, [])) await addToHistory(history, entry);
  const { page, errors } = await visit(
    await buildDashboard(join(folder, 'of-one-run'), '--history', history),
  );
  const canvas = page.locator('.panel canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  await expect.poll(() => coloredPixels(canvas)).toBeGreaterThan(50);
  expect(errors).toEqual([]);
});

test('the page is interactive soon', async () => {
  skipUnlessAll();
  const timesMs: number[] = [];
  const wholeMs: number[] = [];
  for (let load = 0; load < 3; load++) {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.locator('.panel').first().waitFor();
    await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0);
    const startOf = (mark: string) =>
      page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN, mark);
    timesMs.push(await startOf('interactive'));
    wholeMs.push(await startOf('whole'));
    await page.close();
  }
  // No limit is asserted: a busy machine would exceed it.
  console.log(
    `interactive after ${median(timesMs).toFixed(0)} ms, with all figures after ${median(wholeMs).toFixed(0)} ms (medians of 3), ${(await stat(file)).size} bytes`,
  );
  expect(median(timesMs)).toBeLessThan(median(wholeMs));
});

test('axe finds nothing, light or dark', async () => {
  const page = await browser.newPage({ bypassCSP: true, viewport: { width: 390, height: 844 } });
  await page.goto(pathToFileURL(comparedFile).href);
  await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0);
  await expect(page.locator('#verdicts-table')).toContainText('regressed');
  await expect(page.locator('#verdicts-table')).toContainText('Not compared: node: 4 KiB clone');
  await expect(page.locator('#calibration-table')).toContainText('×1.1: clone, 1 MiB');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await axeViolations(page)).toEqual([]);
});

test('text from history, comparisons and calibrations is shown as text, and runs no script', async () => {
  const history = join(folder, 'hostile-history');
  for (const entry of simulatedHistory(24, [{ ...PLANTED[0], day: 12 }])) {
    await addToHistory(history, madeHostile(historySchema, entry, hostileText('history')).hostile);
  }
  const hostileFile = async <Content>(name: string, schema: z.ZodType<Content>, content: Content) => {
    const path = join(folder, name);
    const { hostile, places } = madeHostile(schema, content, hostileText(name));
    expect(places).toBeGreaterThan(4);
    await writeFile(path, JSON.stringify(hostile));
    return path;
  };
  const pairs = Array.from({ length: 20 }, () => ({ baseMs: 1, headMs: 1.3 }));
  const cell = {
    engine: 'node',
    suite: 'round-trip',
    transport: 'clone',
    parameter: null,
    sizeBytes: 1,
  } as const;
  const verdicts = judgeAll([{ cell, pairs }]);
  const notCompared = [{ ...cell, sizeBytes: 4096, status: 'failed' as const, reason: 'ended' }];
  const comparison = exampleComparison({ verdicts, notCompared });
  const { page, errors } = await visit(
    await buildDashboard(
      join(folder, 'hostile'),
      '--history',
      history,
      '--comparison',
      await hostileFile('hostile-comparison.json', comparisonSchema, comparison),
      '--calibration',
      await hostileFile('hostile-calibration.json', calibrationsSchema, exampleCalibrations()),
    ),
  );
  await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0);
  const text = (await page.locator('body').textContent()) ?? '';
  for (const from of ['history', 'hostile-comparison.json', 'hostile-calibration.json']) {
    expect(text, from).toContain(hostileText(from));
  }
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await expect(page.addScriptTag({ content: 'window.hacked = 1' })).rejects.toThrow(
    'Content Security Policy',
  );
  expect(errors.filter((error) => !error.includes('Content Security Policy'))).toEqual([]);
});

test('a file that is not a comparison is refused with an error, without a stack trace', async () => {
  const bad = join(folder, 'bad.json');
  await writeFile(bad, '{}');
  const failure = await run(process.execPath, [
    BOOTSTRAP,
    'report/build-dashboard.ts',
    '--comparison',
    bad,
  ]).catch((error) => error);
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('bad.json: not a comparison') });
  expect(failure.stderr).not.toContain('    at ');
});
