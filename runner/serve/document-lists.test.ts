import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../checkout/paths.ts';
import { discoverSuites } from './discovery.ts';
import { documentLists, LISTED_DOCUMENTS, withLists } from './document-lists.ts';

test('the lists in the documents are those of what there is: npm run lists brings them up to date', async () => {
  const lists = documentLists(await discoverSuites());
  for (const document of LISTED_DOCUMENTS) {
    const text = await readFile(join(ROOT, document.file), 'utf8');
    expect(text).toBe(withLists(document, text, lists));
  }
  expect(lists.transports).toContain('`share-repost`');
  expect(lists.controls).toContain('`ping`');
  expect(lists.suites).toMatch(/`round-trip`.*default/);
  expect(lists.modules).toContain('kernel.wat');
});

test('a list takes the place of what was between its markers, and a document without them is refused', () => {
  const lists = { transports: '', suites: '', controls: 'new', modules: '' };
  const document = { file: 'METHOD.md', names: ['controls'] } as const;
  expect(withLists(document, 'a\n<!-- controls -->\nold\n<!-- /controls -->\nb', lists)).toBe(
    'a\n<!-- controls -->\n\nnew\n\n<!-- /controls -->\nb',
  );
  expect(() => withLists(document, 'a', lists)).toThrow(
    'METHOD.md lacks <!-- controls --> and <!-- /controls -->',
  );
});
