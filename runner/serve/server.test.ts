import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { expect, test } from 'playwright/test';
import type { PageMessage } from '../../results/schema/page-message.ts';
import { TEST_CLIENT_DIR } from '../checkout/paths.ts';
import { Server } from './server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ clientDir: TEST_CLIENT_DIR, host: '127.0.0.1' });
});
test.afterAll(() => server.close());

const at = (path: string) => new URL(path, server.origin);

test('listens on 127.0.0.1 only', () => {
  expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('every response has the isolation headers: the page, its scripts, the API and missing files', async () => {
  const { client, close } = server.open([], async () => {});
  const { search } = new URL(client.url);
  for (const path of [client.url, '/client.js', `/api/next${search}`, '/api/next', '/nothing.js']) {
    const { headers } = await fetch(at(path));
    expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy'), path).toBe('require-corp');
    expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
  }
  close();
});

test('a frame of another origin may show the files of the peers, and has the isolation headers too', async () => {
  for (const path of ['/peers/frame.html', '/peers/peer.js']) {
    const { headers, status } = await fetch(at(path));
    expect(status, path).toBe(200);
    expect(headers.get('cross-origin-resource-policy'), path).toBe('cross-origin');
    expect(headers.get('cross-origin-embedder-policy'), path).toBe('require-corp');
  }
});

test('a session hands out its pages one by one, and is then done', async () => {
  const session = server.open([{ kind: 'bump' }], async () => {});
  const next = at(`/api/next${new URL(session.client.url).search}`);
  expect(await (await fetch(next)).json()).toEqual({ kind: 'bump' });
  expect(await (await fetch(next)).json()).toEqual({ kind: 'done' });
  await session.done;
  session.close();
  expect((await fetch(next)).status).toBe(403);
});

test('a valid message is passed on unchanged, and anything else is refused', async () => {
  const received: PageMessage[] = [];
  const session = server.open([], async (message) => {
    received.push(message);
  });
  const messages = at(`/api/messages${new URL(session.client.url).search}`);
  const post = (body: string) => fetch(messages, { method: 'POST', body });
  const bump: PageMessage = {
    kind: 'bump',
    workerSaw: 41,
    mainSaw: 42,
    mainShared: true,
    workerShared: true,
  };
  expect((await post(JSON.stringify(bump))).status).toBe(204);
  expect(received).toEqual([bump]);
  for (const body of [
    '',
    'garbage',
    '{}',
    JSON.stringify({ ...bump, extra: 1 }),
    `"${'x'.repeat(5_000_000)}"`,
  ]) {
    expect((await post(body)).status, body.slice(0, 20)).toBe(400);
  }
  expect(received).toHaveLength(1);
  session.close();
});

test('a page that refuses to run ends its session with the reason', async () => {
  const session = server.open([], async () => {});
  const messages = at(`/api/messages${new URL(session.client.url).search}`);
  await fetch(messages, {
    method: 'POST',
    body: JSON.stringify({ kind: 'refused', reason: 'not isolated' }),
  });
  await expect(session.done).rejects.toThrow('not isolated');
  session.close();
});

test('no file outside the built client is served', async () => {
  for (const path of ['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json']) {
    const { status, body } = await send(path);
    expect(body, path).not.toContain('devDependencies');
    expect(status, path).toBeGreaterThanOrEqual(400);
  }
});

test('a request with another host name, as after DNS rebinding, is refused: the page and the API', async () => {
  const session = server.open([{ kind: 'bump' }], async () => {});
  const { pathname, search } = new URL(session.client.url);
  for (const path of [`${pathname}${search}`, `/api/next${search}`, '/client.js']) {
    expect((await send(path, { headers: { host: 'evil.example' } })).status, path).toBe(403);
    expect((await send(path)).status, path).toBe(200);
  }
  session.close();
});

test('a message that another site posts has no valid session, and is refused', async () => {
  const received: PageMessage[] = [];
  const session = server.open([], async (message) => {
    received.push(message);
  });
  const body = JSON.stringify({ kind: 'refused', reason: 'from another site' });
  for (const path of ['/api/messages', '/api/messages?session=', '/api/messages?session=__proto__']) {
    const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' };
    const answer = await send(path, { method: 'POST', body, headers });
    expect(answer.status, path).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  expect(received).toEqual([]);
  session.close();
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Sends a request on a new connection. Unlike `fetch`, it does not normalise the path and can set the Host header. */
function send(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
      );
    })
      .on('error', reject)
      .end(body);
  });
}

/** The answer to a request that names a host. */
async function asHost(server: Server, host: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.origin);
    request({ port, path: '/client.html', headers: { host } }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
    })
      .on('error', reject)
      .end();
  });
}

test('a host that is not allowed is refused with words that say how to allow it; addresses and allowed names are served', async () => {
  const named = await Server.start({
    clientDir: TEST_CLIENT_DIR,
    host: '127.0.0.1',
    allowedHosts: ['my-tunnel.example'],
  });
  try {
    for (const host of [
      'localhost:80',
      'a.localhost',
      '192.168.1.2:5000',
      '[::1]:5000',
      'MY-tunnel.example',
    ]) {
      expect((await asHost(named, host)).status, host).toBe(200);
    }
    for (const host of [
      'elsewhere.example',
      'my-tunnel.example.elsewhere.example',
      'localhost.example',
      'a b',
    ]) {
      expect((await asHost(named, host)).status, host).toBe(403);
    }
    const { body } = await asHost(named, 'other-tunnel.example:443');
    expect(body).toContain('npm run visit -- --allow-host other-tunnel.example');
    expect(body).not.toContain('vite');
  } finally {
    await named.close();
  }
});
