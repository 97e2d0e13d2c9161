/**
 * The entry point of Node, Bun and Deno: `runtime.mjs CLIENT URL`. It provides what a page has and a runtime may lack: a
 * location, and in Node a navigator, files that can be fetched, and the interface of a Web Worker on top of `worker_threads`.
 */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { argv, versions } from 'node:process';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker as Thread, workerData } from 'node:worker_threads';

/** The part of the Web Worker interface that is used by the client and by programs that start their own threads. */
class WebWorker extends EventTarget {
  /** @type {((event: { data: unknown }) => void) | null} */
  onmessage = null;
  /** @type {(() => void) | null} */
  onmessageerror = null;
  /** @type {((event: { message: string }) => void) | null} */
  onerror = null;
  #thread;
  /** Events are created only if there is a listener, because creating them would add to the measured time. */
  #hasListeners = false;

  /** @param {URL} script */
  constructor(script) {
    super();
    this.#thread = new Thread(new URL(import.meta.url), { workerData: { script: script.href } });
    this.#thread.on('message', (data) => {
      this.onmessage?.({ data });
      if (this.#hasListeners) this.dispatchEvent(new MessageEvent('message', { data }));
    });
    this.#thread.on('messageerror', () => this.onmessageerror?.());
    this.#thread.on('error', ({ message }) => this.onerror?.({ message }));
  }

  /**
   * @override
   * @type {EventTarget['addEventListener']}
   */
  addEventListener(...args) {
    this.#hasListeners = true;
    super.addEventListener(...args);
  }

  /**
   * @param {unknown} message
   * @param {import('node:worker_threads').TransferListItem[]} transfer
   */
  postMessage(message, transfer) {
    this.#thread.postMessage(message, transfer);
  }

  terminate() {
    void this.#thread.terminate();
  }
}

if (!('Worker' in globalThis)) {
  if (parentPort) {
    const port = parentPort;
    /** @type {((event: { data: unknown }) => void) | null} */
    let handler = null;
    Object.assign(globalThis, { self: globalThis, postMessage: port.postMessage.bind(port) });
    Object.defineProperty(globalThis, 'onmessage', {
      get: () => handler,
      set: (value) => {
        handler = value;
        // Listening starts here so that messages wait for the worker's script, as they do in a browser.
        if (port.listenerCount('message') > 0) return;
        port.on('message', (data) => handler?.({ data }));
        port.on('messageerror', () => {
          /** @type {{ onmessageerror?: (() => void) | null }} */
          const { onmessageerror } = Object(globalThis);
          onmessageerror?.();
        });
      },
    });
  }
  const { fetch } = globalThis;
  Object.assign(globalThis, {
    Worker: WebWorker,
    /** @type {typeof fetch} */
    fetch: async (input, init) =>
      String(input).startsWith('file:') ? fetchFile(String(input)) : fetch(input, init),
  });
  if (!('navigator' in globalThis)) {
    Object.assign(globalThis, { navigator: { userAgent: `Node.js/${versions.node}` } });
  }
}

/** Only programs' modules are fetched from files. @param {string} url */
async function fetchFile(url) {
  return new Response(await readFile(new URL(url)), { headers: { 'content-type': 'application/wasm' } });
}

/** Node does not name its workers' threads, and a thread that is to be placed must be found. Only Linux has this file. */
function nameThread() {
  try {
    writeFileSync('/proc/thread-self/comm', 'Worker');
  } catch {}
}

if (isMainThread) {
  const [, , client, url] = argv;
  if (!client || !url) throw new Error('usage: runtime.mjs CLIENT URL');
  Object.defineProperty(globalThis, 'location', { value: new URL(url) });
  await import(pathToFileURL(client).href);
} else {
  nameThread();
  await import(workerData.script);
}
