import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const INJECTED = '/injected.js';

/** How hosts answer the address of a folder, with the slash and without it. */
export type Slash = 'required' | 'optional' | 'added' | 'removed';

type Headers = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer | string;
}

/** A plain server for the tests: like a host that adds no headers. */
export class StaticServer {
  readonly #server: Server;
  readonly #folder: string;
  readonly #cache = new Map<string, Answer>();
  /** A script of the test that is added to every page. */
  injected = '';
  /** Called with the body of each POST. */
  onPost: (body: string) => void = () => {};
  slash: Slash = 'required';
  /** The headers that the host adds. */
  headersOf: (pathname: string) => Headers = () => ({});
  /** Whether a cache in front of the host keeps the first answer of each address, with its headers, for everyone and for ever. */
  isCached = false;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer(async (request, response) => {
      if (request.method === 'POST') {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        response.writeHead(204).end();
        this.onPost(Buffer.concat(chunks).toString('utf8'));
        return;
      }
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const kept = this.isCached ? this.#cache.get(pathname) : undefined;
      const { status, headers, body } = kept ?? (await this.#answer(pathname));
      if (this.isCached) this.#cache.set(pathname, { status, headers, body });
      const caching = this.isCached ? { 'cache-control': 'public, max-age=31536000, immutable' } : {};
      response.writeHead(status, { ...headers, ...caching }).end(body);
    });
  }

  static async start(folder: string): Promise<StaticServer> {
    const server = new StaticServer(folder);
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #answer(pathname: string): Promise<Answer> {
    if (pathname === INJECTED) {
      return { status: 200, headers: { 'content-type': 'text/javascript' }, body: this.injected };
    }
    if (this.slash === 'removed' && pathname.length > 1 && pathname.endsWith('/')) {
      return redirect(pathname.slice(0, -1));
    }
    if (pathname.endsWith('/')) return this.#file(pathname, `${pathname}index.html`);
    const file = await this.#file(pathname, pathname);
    if (file.status === 200 || this.slash === 'required') return file;
    const index = await this.#file(pathname, `${pathname}/index.html`);
    return index.status === 200 && this.slash === 'added' ? redirect(`${pathname}/`) : index;
  }

  async #file(pathname: string, name: string): Promise<Answer> {
    const body = await readFile(join(this.#folder, name)).catch(() => undefined);
    if (!body) return { status: 404, headers: {}, body: '' };
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    const isPage = this.injected !== '' && type === 'text/html';
    return {
      status: 200,
      headers: { 'content-type': type, ...this.headersOf(pathname) },
      body: isPage ? withInjected(body.toString('utf8')) : body,
    };
  }
}

function redirect(location: string): Answer {
  return { status: 301, headers: { location }, body: '' };
}

/** The page's policy lets only its own scripts run. */
function withInjected(html: string): string {
  return html
    .replace('script-src ', "script-src 'self' ")
    .replace('</body>', `<script src="${INJECTED}"></script></body>`);
}
