import type { Results } from '../../results/schema/results.ts';
import type { Run } from '../../results/schema/run.ts';
import { LocalRun } from '../../suites/pages/local-run.ts';
import type { FrameRequest } from '../../suites/pages/session.ts';
import type { Instruction } from '../../suites/plan/plan.ts';
import { element } from '../page/parts/dom.ts';

const CLIENT = 'client/client.html';
/** The client is small. A browser does not say that it refuses to show a page in a frame. */
const MOST_LOADING_MS = 20_000;
const NOT_LOADED =
  `The client did not load within ${MOST_LOADING_MS / 1000} s, so nothing was measured. Perhaps the host or a cache in front of it ` +
  'sent it without the headers that isolate a page.';
/** A page says that it is alive every 10 s. A hidden page may wait for longer. */
const MOST_SILENT_MS = 120_000;

export interface LiveProgress {
  /** Of all pages of the plan. */
  readonly workers: number;
  readonly of: number;
  readonly suite: string;
}

/** One run of the client in a frame of this page, with a plan that this page makes. */
export class LiveRun {
  readonly #run: LocalRun;
  readonly #frame = element('iframe', { src: CLIENT, title: 'The client that measures' });
  readonly #onProgress: (progress: LiveProgress) => void;
  #handedOut = 0;
  #workers = 0;
  #end: (outcome: 'complete' | 'interrupted') => void = () => {};
  #fail: (error: Error) => void = () => {};
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** Why it ended before its end, with what it has measured until then. */
  whyEnded: string | undefined;

  constructor(run: Run, onProgress: (progress: LiveProgress) => void) {
    this.#onProgress = onProgress;
    this.#run = new LocalRun(run);
  }

  /**
   * Measures in a frame below `host`, until the plan is complete, {@link stop} is called, or a page fails after others have measured;
   * rejects if nothing was measured.
   */
  async start(host: HTMLElement): Promise<Results> {
    addEventListener('message', this.#meet);
    this.#waiting = setTimeout(() => this.#fail(new Error(NOT_LOADED)), MOST_LOADING_MS);
    host.append(this.#frame);
    try {
      const outcome = await new Promise<'complete' | 'interrupted'>((resolve, reject) => {
        this.#end = resolve;
        this.#fail = (error) => {
          if (this.#workers === 0) return reject(error);
          this.whyEnded = error.message;
          resolve('interrupted');
        };
      });
      return this.#run.end(outcome);
    } finally {
      clearTimeout(this.#waiting);
      removeEventListener('message', this.#meet);
      this.#frame.remove();
    }
  }

  stop(): void {
    this.#end('interrupted');
  }

  /** Each page of the frame sends a port for its requests. */
  readonly #meet = ({ source, origin, ports: [port] }: MessageEvent): void => {
    if (source !== this.#frame.contentWindow || origin !== location.origin || !port) return;
    port.onmessage = ({ data }: MessageEvent<FrameRequest>) => {
      this.#awaitNext();
      port.postMessage(this.#answer(data));
    };
  };

  #awaitNext(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      if (document.hidden) this.#awaitNext();
      else this.#fail(new Error(`the client has said nothing for ${MOST_SILENT_MS / 1000} s`));
    }, MOST_SILENT_MS);
  }

  #answer(request: FrameRequest): Instruction | null {
    switch (request.kind) {
      case 'next': {
        const page = this.#run.pages[this.#handedOut++];
        if (!page) this.#end('complete');
        return page ?? { kind: 'done' };
      }
      case 'push': {
        const { message } = request;
        this.#run.hear(message);
        if (message.kind === 'refused') this.#fail(new Error(message.reason));
        if (message.kind === 'worker') this.#workers++;
        this.#tell();
        return null;
      }
    }
  }

  #tell(): void {
    const page = this.#run.pages[this.#handedOut - 1];
    if (!page) return;
    const of = this.#run.pages.reduce((sum, { workers }) => sum + workers, 0);
    this.#onProgress({ workers: this.#workers, of, suite: page.suite });
  }
}
