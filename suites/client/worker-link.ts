import { endingWith } from '../parts/answer.ts';
import { errorOf } from '../parts/trouble.ts';
import type { Channel, Post, Receive, ReceiveEach } from '../transport.ts';
import type { WorkerAnswer, WorkerCommand, WorkerMessage, WorkerStart } from './protocol.ts';

/** Totals over many round trips. The clock may be coarse, so that only a mean over many round trips is precise. */
export interface Meter {
  messages: number;
  postMs: number;
  readMs: number;
}

/** The main thread's connection to one worker: commands use a port, working sets are plain messages of the worker. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #answer: ((answer: WorkerAnswer) => void) | undefined;
  /** Measures the time that the main thread spends on messages. */
  meter: Meter | undefined;
  #fail: (error: Error) => void = () => {};

  /** Never resolves; rejects with the worker's message when the worker throws. */
  readonly failure: Promise<never>;

  constructor() {
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Callers race with this promise; if nobody waits, the next command rejects.
    this.failure.catch(() => {});

    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const unreadable = () => this.#fail(new Error('a message from the worker could not be read'));
    this.#worker.onmessageerror = unreadable;
    this.#worker.onerror = (event) => {
      event.preventDefault?.();
      this.#fail(new Error(event.message || 'the worker could not be started'));
    };

    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessageerror = unreadable;
    port1.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === 'trouble') this.#fail(errorOf(data, 'in the worker'));
      else this.#answer?.(data);
    };
    const start: WorkerStart = { port: port2 };
    this.#worker.postMessage(start, [port2]);
  }

  /** Sends a command and waits for its answer; one command at a time. */
  async call<Kind extends WorkerAnswer['kind']>(
    command: WorkerCommand,
    kind: Kind,
    transfer: readonly Transferable[] = [],
  ): Promise<Extract<WorkerAnswer, { kind: Kind }>> {
    const answered = new Promise<WorkerAnswer>((resolve) => {
      this.#answer = resolve;
    });
    this.#port.postMessage(command, [...transfer]);
    const answer = await Promise.race([answered, this.failure]);
    if (answer.kind !== kind) throw new Error(`the worker answered '${answer.kind}' to '${command.kind}'`);
    return answer as Extract<WorkerAnswer, { kind: Kind }>;
  }

  readonly post: Post = (message, transfer = []) => {
    const { meter } = this;
    if (!meter) {
      this.#worker.postMessage(message, transfer);
      return;
    }
    const start = performance.now();
    this.#worker.postMessage(message, transfer);
    meter.postMs += performance.now() - start;
    meter.messages++;
  };

  /** Opens a hand-written loop, which has the bare worker to itself; returns the loop and its listener. */
  lend<Loop>(open: (worker: Worker) => Loop): {
    readonly loop: Loop;
    readonly listener: Worker['onmessage'];
  } {
    const loop = open(this.#worker);
    return { loop, listener: this.#worker.onmessage };
  }

  /** From now on this listener gets the worker's messages. */
  listen(listener: Worker['onmessage']): void {
    this.#worker.onmessage = listener;
  }

  end(): void {
    this.#worker.onmessage = null;
    this.#worker.terminate();
    this.#port.close();
  }
}

/** What one side sends to and gets from a worker. Sides that are open at once each have their own, so that one may wait while another has its turn. */
export class WorkerChannel implements Channel {
  readonly post: Post;
  readonly #link: WorkerLink;
  readonly #getsEvents: boolean;
  #received: ((data: unknown) => void) | undefined;

  /** @param getsEvents Whether the side reads the `.data` of each message itself. */
  constructor(link: WorkerLink, getsEvents = false) {
    this.post = link.post;
    this.#link = link;
    this.#getsEvents = getsEvents;
  }

  /** The next message from the worker. Its `.data` is read, as some engines deserialise only then. */
  readonly receive: Receive = <Result>(use?: (data: unknown) => Result): Promise<unknown> =>
    new Promise((resolve, reject) => {
      this.#received = endingWith(use, resolve, reject);
    });

  readonly receiveEach: ReceiveEach = (count, use) =>
    new Promise((resolve, reject) => {
      let index = 0;
      const each = (data: unknown): void => {
        try {
          use(data, index++);
          if (index < count) this.#received = each;
          else resolve();
        } catch (error) {
          reject(error);
        }
      };
      this.#received = each;
    });

  /** From now on the worker's messages come here. */
  open(): void {
    this.#link.listen(this.#listen);
  }

  readonly #listen = (event: MessageEvent): void => {
    const { meter } = this.#link;
    const received = this.#received;
    // The callback keeps its argument alive; without it, a returned working set is garbage as soon as it has been used.
    this.#received = undefined;
    if (!meter) {
      received?.(this.#getsEvents ? event : event.data);
      return;
    }
    const start = performance.now();
    const { data } = event;
    meter.readMs += performance.now() - start;
    meter.messages++;
    received?.(data);
  };
}
