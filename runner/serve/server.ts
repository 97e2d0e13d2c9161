import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Connect, preview } from 'vite';
import { type PageMessage, pageMessageSchema } from '../../results/schema/page-message.ts';
import type { Instruction, PagePlan } from '../../suites/plan/plan.ts';
import { clientConfig } from '../../vite.config.ts';
import type { Client } from '../engines/engine.ts';
import { isAllowedHost, refusal } from './allowed-hosts.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * The headers that make a page cross-origin isolated. They are on every response, because a worker's script needs them too. Caching
 * is forbidden because WebKit refuses a worker's script that it revalidates with a 304 response without these headers.
 */
const NOT_STORED = { 'Cache-Control': 'no-store' };
const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  ...NOT_STORED,
};

const CLIENT_PATH = '/client.html';
/** Frames of another origin show these files. */
const PEERS_PATH = '/peers/';
/** The path of the same files without the isolation headers. */
const BARE_PATH = '/bare';
export const BARE_CLIENT_PATH = `${BARE_PATH}${CLIENT_PATH}`;
/** All pages after this one are not isolated. */
export const GO_BARE: PagePlan = { kind: 'go', path: BARE_CLIENT_PATH, isolation: 'off' };
export const FIXTURES_PATH = '/fixtures/';

/** Larger than any valid message: the samples of 256 blocks. */
const MAX_BODY_BYTES = 4 * 1024 ** 2;

/** One opening of the client: a list of pages to run, and the messages that it sends. */
export interface Session {
  readonly client: Client;
  /** Resolves when the client requests a page and none is left; rejects when the client refuses to run. */
  readonly done: Promise<void>;
  /** The time of the client's last request, in `performance.now()` of this process. */
  readonly lastMessageAtMs: () => number;
  close(): void;
}

interface Handlers {
  next(): Instruction;
  onMessage(message: PageMessage): Promise<void>;
}

export interface ServerOptions {
  readonly clientDir: string;
  /** The address to listen on. */
  readonly host: string;
  /** Names under which it is reached through a tunnel. */
  readonly allowedHosts?: readonly string[];
}

/** Serves the built client with the isolation headers, and hands out its plan to each session. */
export class Server {
  readonly #sessions = new Map<string, Handlers>();
  readonly #clientDir: string;
  readonly #allowedHosts: readonly string[];
  #origin = '';
  #close: () => Promise<void> = async () => {};
  /** Called when a page is requested without a session; returns the URL of one. */
  #welcome: ((userAgent: string) => string) | undefined;

  private constructor({ clientDir, host, allowedHosts = [] }: ServerOptions) {
    this.#clientDir = clientDir;
    this.#allowedHosts = [host, ...allowedHosts];
  }

  static async start(options: ServerOptions): Promise<Server> {
    const server = new Server(options);
    await server.#listen(options);
    return server;
  }

  async #listen({ host }: ServerOptions): Promise<void> {
    const listeners = process.listeners('SIGTERM');
    const server = await preview({
      ...clientConfig(this.#clientDir),
      // This server checks hosts itself: Vite's words for one that is not allowed name a file that is never read.
      preview: { host, port: 0, cors: false, allowedHosts: true },
      plugins: [
        {
          name: 'sessions',
          configurePreviewServer: ({ middlewares }) => {
            middlewares.use(this.#handle);
          },
        },
      ],
    });
    // Vite's own listener would end the process before a command has written what was measured.
    for (const listener of process.listeners('SIGTERM'))
      if (!listeners.includes(listener)) process.off('SIGTERM', listener);
    const { port } = server.httpServer.address() as AddressInfo;
    this.#origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    this.#close = () => server.close();
  }

  get origin(): string {
    return this.#origin;
  }

  /** Accepts pages without a session: `welcome` returns the URL of a new session. */
  set welcome(welcome: (userAgent: string) => string) {
    this.#welcome = welcome;
  }

  /** Opens a session for a list of pages. The client waits until each message has been handled. */
  open(pages: readonly PagePlan[], onMessage: (message: PageMessage) => Promise<void>): Session {
    const id = randomBytes(16).toString('base64url');
    const remaining = [...pages];
    let lastMessageAtMs = performance.now();
    let finish = () => {};
    let fail = (_: Error) => {};
    const done = new Promise<void>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    done.catch(() => {});
    this.#sessions.set(id, {
      next: () => {
        lastMessageAtMs = performance.now();
        const page = remaining.shift();
        if (!page) finish();
        return page ?? { kind: 'done' };
      },
      onMessage: async (message) => {
        lastMessageAtMs = performance.now();
        if (message.kind === 'refused') fail(new Error(message.reason));
        await onMessage(message);
      },
    });
    return {
      client: {
        url: `${this.#origin}${CLIENT_PATH}?session=${id}`,
        file: join(this.#clientDir, 'client.js'),
      },
      done,
      lastMessageAtMs: () => lastMessageAtMs,
      close: () => this.#sessions.delete(id),
    };
  }

  close(): Promise<void> {
    return this.#close();
  }

  readonly #handle: Connect.NextHandleFunction = (request, response, next) => {
    const { host } = request.headers;
    if (!isAllowedHost(host, this.#allowedHosts)) return answer(response, 403, refusal(host));
    const url = new URL(request.url ?? '/', this.#origin);
    if (url.pathname.startsWith(FIXTURES_PATH)) return answerFixture(response, url.pathname);
    if (url.pathname.startsWith(`${BARE_PATH}/`)) {
      response.setHeaders(new Map(Object.entries(NOT_STORED)));
      request.url = `${url.pathname.slice(BARE_PATH.length)}${url.search}`;
      return next();
    }
    response.setHeaders(new Map(Object.entries(ISOLATION_HEADERS)));
    if (url.pathname.startsWith(PEERS_PATH))
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const route = `${request.method} ${url.pathname}`;
    if (!url.pathname.startsWith('/api/')) {
      if (route === 'GET /' && this.#welcome) return redirect(response, this.#welcome(userAgentOf(request)));
      return next();
    }
    const session = this.#sessions.get(url.searchParams.get('session') ?? '');
    if (!session) return answer(response, 403, 'unknown session; open the page again');
    switch (route) {
      case 'GET /api/next':
        return answer(response, 200, JSON.stringify(session.next()));
      case 'POST /api/messages':
        receive(request, session).then(
          () => answer(response, 204, ''),
          (error: Error) => answer(response, 400, error.message),
        );
        return;
      default:
        return answer(response, 404, `not found: ${route}`);
    }
  };
}

async function receive(request: IncomingMessage, session: Handlers): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`the message is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  const parsed = pageMessageSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  if (!parsed.success) throw new Error(`not a message of the client: ${parsed.error.message}`);
  await session.onMessage(parsed.data);
}

function answerFixture(response: ServerResponse, pathname: string): void {
  const fixture = FIXTURES.get(pathname.slice(FIXTURES_PATH.length));
  if (!fixture) {
    answer(response, 404, `not found: ${pathname}`);
    return;
  }
  fixture.body().then(
    (body) => response.writeHead(200, { ...NOT_STORED, ...fixture.headers }).end(body),
    (error: Error) => answer(response, 500, error.message),
  );
}

function answer(response: ServerResponse, status: number, body: string): void {
  const type = status === 200 ? 'application/json' : 'text/plain';
  response.writeHead(status, { 'content-type': type }).end(body);
}

/** Redirects by path only, because a visitor who comes through a tunnel uses another address. */
function redirect(response: ServerResponse, url: string): void {
  const { pathname, search } = new URL(url);
  response.writeHead(302, { location: `${pathname}${search}` }).end();
}

function userAgentOf(request: IncomingMessage): string {
  return request.headers['user-agent'] ?? '';
}
