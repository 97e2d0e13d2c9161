import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handOffFixtures } from 'clone-transfer-share/playwright';
import { ratioOf, summarize } from 'clone-transfer-share/results';
import { test as base, expect } from 'playwright/test';

/** A test of your own that measures in your page. `playwright/test` and `@playwright/test` are the same. */
const test = base.extend(handOffFixtures);

let server: Server;
test.beforeAll(async () => {
  server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    // Without these headers, a page cannot share memory.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.end('<!doctype html><title>Your page</title>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
test.afterAll(() => {
  server.close();
});

test('a transfer of 1 MiB is faster than a clone', async ({ page, measureHandOff }) => {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const results = await measureHandOff({ sizes: ['1MiB'], budgetMs: 2_000 });
  const { cells } = summarize(results);
  const cellOf = (transport: string) => cells.find((one) => one.transport === transport);
  expect(ratioOf(cellOf('transfer'), cellOf('clone'))?.value).toBeLessThan(1);
});
