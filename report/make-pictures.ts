import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { defineCommand } from '../results/command-line/command.ts';
import { UsageError } from '../results/command-line/user-error.ts';
import { REFERENCE_FILE } from '../results/file/reference.ts';
import { remedyOf } from '../runner/engines/engine.ts';
import { ENGINES } from '../runner/engines/engines.ts';
import { PREVIEW } from './preview.ts';

const HERE = import.meta.dirname;
const BOOTSTRAP = resolve(HERE, '../runner/bootstrap.mjs');

/** What each picture shows of the report. The second has the size that other sites ask of a preview. */
const PICTURES = [
  { file: 'example.png', viewport: { width: 1240, height: 900 }, of: '.first-view' },
  { file: PREVIEW, viewport: { width: 1200, height: 630 }, of: null },
] as const;

export const command = defineCommand({
  name: 'pictures',
  does: 'Makes the pictures of the README and of links to the report, from the reference run.',
  flags: {},
  async run() {
    const found = await ENGINES.chromium.find();
    if (found.status === 'missing') {
      throw new UsageError(`no Chromium to show the report in. ${remedyOf(ENGINES.chromium)}`);
    }
    const { executable, flags } = found.record;
    const site = await mkdtemp(join(tmpdir(), 'clone-transfer-share-pictures-'));
    try {
      await promisify(execFile)(process.execPath, [BOOTSTRAP, 'report/build.ts', REFERENCE_FILE, site]);
      const browser = await chromium.launch({ executablePath: executable ?? '', args: flags });
      for (const { file, viewport, of } of PICTURES) {
        const page = await browser.newPage({ viewport, colorScheme: 'light' });
        await page.goto(pathToFileURL(join(site, 'index.html')).href);
        await page.locator('.size-drawing circle').first().waitFor();
        const path = join(HERE, file);
        await (of === null ? page.screenshot({ path }) : page.locator(of).screenshot({ path }));
        console.log(relative('.', path));
        await page.close();
      }
      await browser.close();
    } finally {
      await rm(site, { recursive: true, force: true });
    }
    return 0;
  },
});
