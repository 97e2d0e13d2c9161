import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';
import { discoverSuites } from './discovery.ts';
import { readmeLists, withLists } from './readme-lists.ts';

test('the README’s lists are those of what there is: npm run lists brings them up to date', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const lists = readmeLists(await discoverSuites());
  expect(readme).toBe(withLists(readme, lists));
  expect(lists['transports']).toContain('`share-repost`');
  expect(lists['controls']).toContain('`ping`');
  expect(lists['suites']).toMatch(/`round-trip`.*default/);
  expect(lists['modules']).toContain('kernel.wat');
});

test('a list takes the place of what stood between its markers, and a README without them is refused', () => {
  const readme = 'a\n<!-- suites -->\nold\n<!-- /suites -->\nb';
  expect(withLists(readme, { suites: 'new' })).toBe('a\n<!-- suites -->\n\nnew\n\n<!-- /suites -->\nb');
  expect(() => withLists('a', { suites: 'new' })).toThrow('lacks <!-- suites --> and <!-- /suites -->');
});
