import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { withModules } from './modules.ts';

test('the README’s list of modules matches their headers (npm run modules updates it)', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toBe(withModules(readme));
  expect(readme).toContain('kernel.wat');
});
