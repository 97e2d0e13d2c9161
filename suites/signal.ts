import type { Suite } from './suite.ts';
import { type MainContext, type MainSide, type Transport, timedBy, type WorkerContext } from './transport.ts';

/** Words of the shared memory. A request is the stamp, and its answer is the next number. */
const REQUEST = 0;
const ANSWER = 1;
const READY = 2;
/** 1 while the worker waits for a request, or is about to: only then it must be woken. */
const ASLEEP = 3;
const WORDS = 16;
/** Instead of a request: tells the worker to return to its event loop. */
const LEAVE = -1;
/** How often a spinning thread reads a word before it yields to others: about a millisecond. */
const SPINS = 200_000;

/** Nothing is moved: one side signals, and the other side answers. */
export const suite: Suite = {
  name: 'signal',
  question: 'What does it cost to signal the other side and get an answer?',
  figure: { id: 'signal', title: 'time per signal', one: 'signal', many: 'signals' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'post-message',
  work: null,
  crossings: 0,
  parameter: null,
  sizesBytes: [0],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.15,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      'post-message': postMessage(),
      'wait-and-post': waiting({
        title: 'the worker waits on a word and answers with a message',
        ask: byMessage,
        workerSpins: false,
        workerAnswers: 'with a message',
      }),
      'wait-async': waiting({
        title: 'the worker waits on a word, the page with Atomics.waitAsync',
        needs: ['wait-async'],
        ask: byWaitAsync,
        workerSpins: false,
        workerAnswers: 'with a notification',
      }),
      spin: waiting({
        title: 'both sides spin on a word',
        ask: bySpinning,
        workerSpins: true,
        workerAnswers: 'by its word alone',
      }),
      'worker-to-worker': betweenWorkers(),
    },
    controls: {},
  },
};

function postMessage(): Transport {
  return {
    title: 'a message each way',
    needs: [],
    copies: false,
    controls: [],
    openMain: ({ post, receive }) => ({
      roundTrip(stamp) {
        post(stamp);
        return receive((answer) => {
          if (answer !== stamp + 1) throw wrongAnswer(answer, stamp);
        });
      },
      received: () => null,
    }),
    openWorker:
      ({ post }) =>
      (data) =>
        post((data as number) + 1),
  };
}

interface Signals extends Pick<MainContext, 'receive'> {
  readonly words: Int32Array;
  /** Makes a request. */
  tell(stamp: number): void;
  /** Checks its answer. */
  conclude(stamp: number): void;
}

/** How the page makes its requests, and gets its answers. */
type Asking = (signals: Signals) => MainSide['roundTrip'];

function byMessage({ tell, conclude, receive }: Signals): MainSide['roundTrip'] {
  return (stamp) => {
    tell(stamp);
    return receive(() => conclude(stamp));
  };
}

function byWaitAsync({ words, tell, conclude }: Signals): MainSide['roundTrip'] {
  return (stamp) => {
    const { async, value } = Atomics.waitAsync(words, ANSWER, stamp - 1);
    tell(stamp);
    return async ? value.then(() => conclude(stamp)) : conclude(stamp);
  };
}

/** A round trip that is answered at once needs no promise. */
function bySpinning({ words, tell, conclude }: Signals): MainSide['roundTrip'] {
  return (stamp) => {
    tell(stamp);
    return spin(words, stamp + 1) ? conclude(stamp) : spinOn(words, stamp + 1).then(() => conclude(stamp));
  };
}

function spin(words: Int32Array, answer: number): boolean {
  for (let spins = SPINS; spins > 0; spins--) if (Atomics.load(words, ANSWER) === answer) return true;
  return false;
}

/** Spins on, but yields at times, as a page that never yields hangs. */
async function spinOn(words: Int32Array, answer: number): Promise<void> {
  do await turn();
  while (!spin(words, answer));
}

/** Lets the page handle pending events. A timer would take 4 ms. */
function turn(): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (event) => {
      port1.close();
      resolve(event);
    };
    port2.postMessage(null);
  });
}

interface Waiting {
  readonly title: string;
  readonly needs?: Transport['needs'];
  readonly ask: Asking;
  /** Whether the worker spins on the word for a while before it waits. */
  readonly workerSpins: boolean;
  readonly workerAnswers: 'with a message' | 'with a notification' | 'by its word alone';
}

/** The worker is outside its event loop, where it waits for the next request. */
function waiting({ title, needs = [], ask, workerSpins, workerAnswers }: Waiting): Transport {
  return {
    title,
    needs: ['shared-memory', ...needs],
    copies: false,
    controls: [],

    openMain(context) {
      const memory = context.sharedMemory();
      const words = new Int32Array(memory.buffer, 0, WORDS).fill(0);
      let last = 0;

      function tell(request: number): void {
        Atomics.store(words, REQUEST, request);
        if (Atomics.load(words, ASLEEP) === 1) Atomics.notify(words, REQUEST);
      }

      function conclude(stamp: number): void {
        const answer = Atomics.load(words, ANSWER);
        if (answer !== stamp + 1) throw wrongAnswer(answer, stamp);
        last = stamp;
      }

      return {
        setup: memory,
        roundTrip: ask({ words, tell, conclude, receive: context.receive }),
        received: () => null,
        waiting: {
          async enter() {
            Atomics.store(words, REQUEST, last);
            context.post(null);
          },
          async leave() {
            tell(LEAVE);
            await context.receive();
          },
        },
      };
    },

    openWorker({ post, setup }) {
      const words = new Int32Array((setup as WebAssembly.Memory).buffer, 0, WORDS);
      let last = 0;
      return () => {
        for (;;) {
          const request = nextRequest(words, last, workerSpins);
          if (request === LEAVE) break;
          last = request;
          Atomics.store(words, ANSWER, request + 1);
          if (workerAnswers === 'with a message') post(null);
          if (workerAnswers === 'with a notification') Atomics.notify(words, ANSWER);
        }
        post(null);
      };
    },
  };
}

/** Blocks until there is a new request. */
function nextRequest(words: Int32Array, last: number, spins: boolean): number {
  for (;;) {
    for (let left = spins ? SPINS : 1; left > 0; left--) {
      const request = Atomics.load(words, REQUEST);
      if (request !== last) return request;
    }
    // What the page writes from here on, it also wakes this worker for; what it wrote before ends the wait at once.
    Atomics.store(words, ASLEEP, 1);
    Atomics.wait(words, REQUEST, last);
    Atomics.store(words, ASLEEP, 0);
  }
}

/** Two workers that both wait. The worker that sends the request measures the time. */
function betweenWorkers(): Transport {
  return {
    title: 'two workers that both wait on a word',
    needs: ['shared-memory'],
    copies: false,
    // The page's messages only ask for signals.
    hasOwnChannel: true,
    controls: [],
    workers: () => 2,

    openMain({ workers, sharedMemory }: MainContext): MainSide {
      const memory = sharedMemory();
      new Int32Array(memory.buffer, 0, WORDS).fill(0);

      async function timed(stamp: number, count: number): Promise<number> {
        const answers = workers.map(({ post, receive }) => {
          post({ stamp, count });
          return receive();
        });
        const [durationMs] = await Promise.all(answers);
        return durationMs as number;
      }

      return { setup: memory, ...timedBy(timed) };
    },

    openWorker({ index, post, setup }: WorkerContext) {
      const words = new Int32Array((setup as WebAssembly.Memory).buffer, 0, WORDS);
      const [asking, answering] = [REQUEST, ANSWER];
      return (data) => {
        const { stamp, count } = data as { stamp: number; count: number };
        const last = stamp + 2 * (count - 1);
        if (index === 1) {
          say(words, READY, stamp);
          for (let next = stamp; next <= last; next += 2) {
            hear(words, asking, next);
            say(words, answering, next + 1);
          }
          post(null);
          return;
        }
        hear(words, READY, stamp);
        const start = performance.now();
        for (let next = stamp; next <= last; next += 2) {
          say(words, asking, next);
          hear(words, answering, next + 1);
        }
        post(performance.now() - start);
      };
    },
  };
}

function say(words: Int32Array, index: number, value: number): void {
  Atomics.store(words, index, value);
  Atomics.notify(words, index);
}

function hear(words: Int32Array, index: number, value: number): void {
  for (;;) {
    const found = Atomics.load(words, index);
    if (found === value) return;
    Atomics.wait(words, index, found);
  }
}

function wrongAnswer(answer: unknown, stamp: number): Error {
  return new Error(`the answer to ${stamp} is ${String(answer)}, expected ${stamp + 1}`);
}
