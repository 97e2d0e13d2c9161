import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, expect, test } from 'playwright/test';
import { exampleEntries, exampleResults } from '../results/example.ts';
import { type Results, SCHEMA_VERSION } from '../results/schema.ts';
import { remedyOf } from '../runner/engines/engine.ts';
import { ENGINES } from '../runner/engines.ts';

const run = promisify(execFile);
const BOOTSTRAP = resolve(import.meta.dirname, '../runner/bootstrap.mjs');
const HOSTILE = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">';

let folder: string;
let browser: Browser;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  const found = await ENGINES.chromium.find();
  test.skip(found.status === 'missing', `no Chromium to show a page in. ${remedyOf(ENGINES.chromium)}`);
  if (found.status === 'missing') return;
  const { executable, flags } = found.record;
  browser = await chromium.launch({ executablePath: executable ?? '', args: flags });
});
test.afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Builds the report of some results and opens it from disk. */
async function open(results: Results, options: Parameters<Browser['newPage']>[0] = {}) {
  const file = join(folder, 'results.json');
  await writeFile(file, JSON.stringify(results));
  await run(process.execPath, [BOOTSTRAP, 'report/build.ts', file, folder]);
  const page = await browser.newPage(options);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.locator('canvas').first().waitFor();
  return { page, errors, requests };
}

test('shows each engine’s chart and figures, and what was not measured with its reason', async () => {
  const { page, errors, requests } = await open(exampleResults());
  await expect(page.locator('article canvas')).toHaveCount(1);
  await page.getByText('The figures').click();
  const rows = page.locator('article tbody tr');
  await expect(rows.nth(0)).toHaveText('1 KiB60.0 µs40.0 µs30.0 µs');
  await expect(rows.nth(1)).toHaveText('1 MiB3.00 msunsupportednot reached');
  await expect(page.locator('article .answers li').first()).toHaveText('share beats clone: undecided');
  await expect(page.locator('article details li')).toContainText([
    'collections and memory of clone: skipped: the pass that watches it',
    '1 MiB share: unsupported: a shared memory cannot be posted',
    'collections and memory of ping: skipped',
  ]);
  const large = page.locator('article tbody tr').filter({ hasText: '1 MiB' });
  await expect(large.filter({ hasText: '125 + 0, 63 + 31' })).toHaveCount(1);
  await expect(large.filter({ hasText: '31.3 µs, 16.0 ms/GiB' })).toHaveCount(1);
  await expect(large.filter({ hasText: '4 MiB, ×4.0' })).toHaveCount(1);
  await expect(page.locator('article .answers')).toContainText(
    'collections in 1,000 round trips of 1 MiB: clone 219 (16.0 ms of pauses per GiB)',
  );
  await expect(page.locator('#record')).toContainText('a log; not understood: 3');
  await expect(page.locator('article').nth(1)).toContainText('Not measured: it is not here. Run: something');
  expect(errors).toEqual([]);
  expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
});

test('the chart is drawn', async () => {
  const { page } = await open(exampleResults());
  const colors = await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 4).join()))
      .size;
  });
  expect(colors).toBeGreaterThan(10);
});

test('text from the results is text', async () => {
  const entries = exampleEntries().map((entry) =>
    entry.kind === 'host' ? { ...entry, host: { ...entry.host, cpu: HOSTILE } } : entry,
  );
  const { page, errors } = await open(exampleResults(entries));
  await expect(page.locator('#record')).toContainText(HOSTILE);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(errors).toEqual([]);
});

test('fits a phone', async () => {
  const { page } = await open(exampleResults(), { viewport: { width: 390, height: 844 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a file that is no results file is refused in a sentence', async () => {
  const file = join(folder, 'bad.json');
  const bad = `{"schemaVersion": ${SCHEMA_VERSION}}`;
  await writeFile(file, bad);
  const failure = await run(process.execPath, [BOOTSTRAP, 'report/build.ts', file, folder]).catch(
    (error) => error,
  );
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('$.run: ') });
  expect(failure.stderr).not.toContain('    at ');
  expect(await readFile(file, 'utf8')).toBe(bad);
});
