import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'playwright/test';
import { buildApiClient } from './build.ts';

test('the client for other pages loads: its small zod has every function that the schemas use', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  try {
    await buildApiClient(folder);
    // Outside a package, Node takes only this ending for a module.
    const file = join(folder, 'client.mjs');
    await rename(join(folder, 'client.js'), file);
    const client = await import(pathToFileURL(file).href);
    expect(client).toMatchObject({ measureHandOff: expect.any(Function) });
  } finally {
    await rm(folder, { recursive: true });
  }
});
