import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page, test } from 'playwright/test';
import { remedyOf } from '../../runner/engines/engine.ts';
import { ENGINES } from '../../runner/engines/engines.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A Chromium for the tests of pages; if none is installed, the tests are skipped. */
export async function openBrowser(): Promise<Browser | undefined> {
  const options = await findChromium();
  return options && chromium.launch(options);
}

/** The same with a profile that has preferences, as a user sets them. @param folder The profile's folder, which is made. */
export async function openProfile(
  folder: string,
  preferences: Readonly<Record<string, unknown>>,
): Promise<BrowserContext | undefined> {
  const options = await findChromium();
  if (!options) return undefined;
  await mkdir(join(folder, 'Default'), { recursive: true });
  await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
  return chromium.launchPersistentContext(folder, options);
}

async function findChromium(): Promise<{ executablePath: string; args: string[] } | undefined> {
  const found = await ENGINES.chromium.find();
  test.skip(found.status === 'missing', `no Chromium to show a page in. ${remedyOf(ENGINES.chromium)}`);
  if (found.status === 'missing') return undefined;
  const { executable, flags } = found.record;
  return { executablePath: executable ?? '', args: flags };
}

/** By colour scheme: all rules of levels A and AA; and where only the colours differ, the rule for colours. */
const AXE_RULES = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  dark: { type: 'rule', values: ['color-contrast'] },
} as const;

/** What axe finds in a part of the page, in both colour schemes; the page must allow the test's script. */
export async function axeViolations(page: Page, selector = 'html'): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(
      async ({ type, values, part }) => {
        const { axe } = window as unknown as { axe: typeof import('axe-core') };
        return (await axe.run(part, { runOnly: { type, values: [...values] } })).violations.map(
          ({ id, nodes }) => `${id}: ${nodes.length}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
        );
      },
      { ...AXE_RULES[colorScheme], part: selector },
    );
    found.push(...violations.map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

/** How many pixels of a chart have a colour. The axes are grey, and the points are not. */
export function coloredPixels(canvas: Locator): Promise<number> {
  return canvas.evaluate((drawn: HTMLCanvasElement) => {
    const { data } = drawn.getContext('2d')?.getImageData(0, 0, drawn.width, drawn.height) ?? { data: [] };
    return Array.from({ length: data.length / 4 }, (_, at) => [...data.slice(4 * at, 4 * at + 3)]).filter(
      (channels) => Math.max(...channels) - Math.min(...channels) > 60,
    ).length;
  });
}
