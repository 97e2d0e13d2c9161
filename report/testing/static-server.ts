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

/** A plain server for the tests: like a host that adds no headers. */
export class StaticServer {
  readonly #server: Server;
  /** A script of the test that is added to every page. */
  injected = '';
  /** Called with the body of each POST. */
  onPost: (body: string) => void = () => {};

  private constructor(folder: string) {
    this.#server = createServer(async (request, response) => {
      if (request.method === 'POST') {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        response.writeHead(204).end();
        this.onPost(Buffer.concat(chunks).toString('utf8'));
        return;
      }
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === INJECTED) {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(this.injected);
        return;
      }
      const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      try {
        const body = await readFile(file);
        const type = TYPES[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type });
        response.end(
          this.injected && type === 'text/html'
            ? body.toString('utf8').replace('</body>', `<script src="${INJECTED}"></script></body>`)
            : body,
        );
      } catch {
        response.writeHead(404).end();
      }
    });
  }

  static async start(folder: string): Promise<StaticServer> {
    const server = new StaticServer(folder);
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}
