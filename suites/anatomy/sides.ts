import { measureClockStepMs } from '../parts/clock.ts';
import { checkDetached, checkPattern, checkStamp, pattern, writeStamp } from '../parts/stamp.ts';
import type { MainContext, WorkerContext } from '../transport.ts';
import { align, type Exchange } from './alignment.ts';
import type { Take } from './part-samples.ts';
import { answerPings, askPings } from './pings.ts';
import type { PageMarks, Trip, WorkerMarks } from './trip.ts';

export type Method = 'clone' | 'transfer';

/** What the page asks of the worker between round trips. */
type Question =
  /** The worker's marks since the last time. They come back once, as marks in each answer would be part of what is measured. */
  | { readonly ask: 'marks' }
  | { readonly ask: 'clock' }
  | { readonly ask: 'pings'; readonly memory: SharedArrayBuffer };

interface WorkerClock {
  readonly originMs: number;
  readonly stepMs: number;
}

/** A program touches what it gets: here one word of every 4 KiB. */
const STRIDE_WORDS = (4 * 1024) / Int32Array.BYTES_PER_ELEMENT;
/** Long enough for short steps to be visible on a coarse clock. */
const TAKE_MS = 400;
const LEAST_TRIPS = 8;
/** As in other suites: memory is slow until an engine has reused it. */
const WARMUP = { trips: 64, mostMs: 40 };

/** Checks what has arrived, and touches it. @param sum The sum of the words that are touched. */
function touch(words: Int32Array, stamp: number, sum: number): void {
  checkStamp(words, stamp);
  const found = sumOf(words.length, (index) => words[index] as number);
  if (found !== sum) throw new Error(`the touched words add up to ${found}, expected ${sum}`);
}

/** The first and the last word have the stamp. */
function sumOf(length: number, word: (index: number) => number): number {
  let sum = 0;
  for (let index = 1; index < length - 1; index += STRIDE_WORDS) sum = (sum + word(index)) | 0;
  return sum;
}

function touchedSum(sizeBytes: number): number {
  return sumOf(sizeBytes / Int32Array.BYTES_PER_ELEMENT, pattern);
}

/** The page's side of one method. The working set is made with the first round trip, as most sides show parts of the round trips of another. */
export class PageSide {
  readonly #method: Method;
  readonly #context: Pick<MainContext, 'sizeBytes' | 'post' | 'receive' | 'workingSet'>;
  readonly #sum: number;
  #own: Int32Array<ArrayBuffer> | undefined;
  #received: Int32Array<ArrayBuffer> | undefined;
  #stamp = 1;

  constructor(method: Method, context: Pick<MainContext, 'sizeBytes' | 'post' | 'receive' | 'workingSet'>) {
    this.#method = method;
    this.#context = context;
    this.#sum = touchedSum(context.sizeBytes);
  }

  trip(): Promise<PageMarks> {
    const { post, receive, workingSet } = this.#context;
    const own = this.#own ?? workingSet();
    const { buffer } = own;
    // From here the last answer is garbage, as in any program.
    this.#received = undefined;
    const transfer = this.#method === 'transfer' ? [buffer] : [];
    const stamp = this.#stamp;
    writeStamp(own, stamp);
    const started = performance.now();
    post(buffer, transfer);
    const posted = performance.now();
    if (this.#method === 'transfer') checkDetached(buffer);
    return receive((event) => {
      const arrived = performance.now();
      const { data } = event as MessageEvent<ArrayBuffer>;
      const read = performance.now();
      const words = new Int32Array(data);
      touch(words, stamp + 1, this.#sum);
      const touched = performance.now();
      this.#own = this.#method === 'transfer' ? words : own;
      this.#received = words;
      this.#stamp = stamp + 2;
      return { started, posted, arrived, read, touched };
    });
  }

  async take(durationMs: number): Promise<Take> {
    const started = performance.now();
    let warmup = 0;
    do {
      await this.trip();
      warmup++;
    } while (warmup < WARMUP.trips && performance.now() - started < WARMUP.mostMs);
    const clock = (await this.#ask({ ask: 'clock' })) as WorkerClock;
    const pings = await askPings((memory) => this.#ask({ ask: 'pings', memory }));
    await this.#ask({ ask: 'marks' });
    const warmupMs = performance.now() - started;

    const pageMarks: PageMarks[] = [];
    const endMs = performance.now() + Math.min(durationMs, TAKE_MS);
    do pageMarks.push(await this.trip());
    while (pageMarks.length < LEAST_TRIPS || performance.now() < endMs);
    const workerMarks = (await this.#ask({ ask: 'marks' })) as readonly WorkerMarks[];

    const trips = pageMarks.map((page, at): Trip => ({ page, worker: workerMarks[at] as WorkerMarks }));
    const exchanges = trips.map(exchangeOf);
    const stepMs = Math.max(clock.stepMs, measureClockStepMs());
    const originsMs = clock.originMs - performance.timeOrigin;
    // Without shared memory, the round trips are the only pings.
    const alignment = align(originsMs, pings.length > 0 ? pings : exchanges, exchanges, stepMs);
    return { trips, alignment, stepMs, warmup, warmupMs };
  }

  /** Checks every byte of the last answer. */
  check(): void {
    if (this.#received) checkPattern(this.#received, this.#context.sizeBytes, this.#stamp - 1);
  }

  #ask(question: Question): Promise<unknown> {
    const { post, receive } = this.#context;
    post(question);
    return receive((event) => (event as MessageEvent).data);
  }
}

function exchangeOf({ page, worker }: Trip): Exchange {
  return {
    sentMs: page.started,
    seenMs: worker.arrived,
    answeredMs: worker.touched,
    backMs: page.arrived,
  };
}

/** The worker's side: what it does with each message. */
export function workerSide(
  method: Method,
  { sizeBytes, post }: Pick<WorkerContext, 'sizeBytes' | 'post'>,
): (event: unknown) => void {
  const sum = touchedSum(sizeBytes);
  let stamp = 1;
  let marks: WorkerMarks[] = [];
  return (event) => {
    const arrived = performance.now();
    const { data } = event as MessageEvent<ArrayBuffer | Question>;
    const read = performance.now();
    if (!(data instanceof ArrayBuffer)) {
      post(answerTo(data));
      return;
    }
    const words = new Int32Array(data);
    touch(words, stamp, sum);
    writeStamp(words, stamp + 1);
    const transfer = method === 'transfer' ? [data] : [];
    const touched = performance.now();
    post(data, transfer);
    const posted = performance.now();
    if (method === 'transfer') checkDetached(data);
    marks.push({ arrived, read, touched, posted });
    stamp += 2;
  };

  function answerTo(question: Question): WorkerClock | readonly WorkerMarks[] | null {
    switch (question.ask) {
      case 'marks': {
        const taken = marks;
        marks = [];
        return taken;
      }
      case 'clock':
        return { originMs: performance.timeOrigin, stepMs: measureClockStepMs() };
      case 'pings':
        answerPings(question.memory);
        return null;
    }
  }
}
