import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'playwright/test';
import { whyNotServed } from './served.ts';

for (const [status, type, words] of [
  [200, 'application/wasm', undefined],
  [404, 'text/html', '/vendor/jxl/jxl_enc_mt.wasm: the server answered 404'],
  [
    200,
    'text/plain',
    '/vendor/jxl/jxl_enc_mt.wasm has Content-Type text/plain; WebAssembly needs application/wasm',
  ],
] as const) {
  test(`a module with status ${status} and type ${type}: ${words ? 'the reason names the file and the header' : 'nothing is wrong'}`, async () => {
    const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const vendor = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/vendor/`);
    expect(await whyNotServed('jxl', vendor)).toBe(words);
    expect(await whyNotServed('kernel-pool', vendor)).toBeUndefined();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
    expect(await whyNotServed('jxl', vendor)).toMatch(/^\/vendor\/jxl\/jxl_enc_mt\.wasm: /);
  });
}

test('modules from files are not checked', async () => {
  expect(await whyNotServed('jxl', new URL('file:///vendor/'))).toBeUndefined();
});
