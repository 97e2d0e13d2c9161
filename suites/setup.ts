import { largeModule } from './parts/large-module.ts';
import { WASM_PAGE_BYTES } from './parts/memory.ts';
import type { Suite } from './suite.ts';
import { type MainContext, type MainSide, type Transport, timedBy } from './transport.ts';

const MIB = 1024 ** 2;
const ONCE = [0];
const BY_SIZE = [64 * 1024, MIB, 16 * MIB, 256 * MIB];

/**
 * What a program does once before it can share. Each step uses a different module of 1.1 MiB, as an engine may cache compiled
 * code.
 */
export const suite: Suite = {
  name: 'setup',
  question: 'What does it cost to set up workers, modules and memories before anything is handed over?',
  figure: { id: 'set-up', title: 'set-up time', one: 'set-up', many: 'set-ups' },
  areRivals: false,
  answers: null,
  breakEven: {
    allocate: 'allocate-shared',
    suite: 'round-trip',
    fill: 'copy-fresh',
    post: 'share-repost',
    use: 'share',
    instead: 'clone',
  },
  baseline: null,
  work: null,
  crossings: 0,
  parameter: null,
  sizesBytes: [...ONCE, ...BY_SIZE],
  anySizeUpToBytes: null,
  placement: 'free',
  repeats: null,
  timeShare: 0.4,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: false,
  methods: {
    transports: {
      'start-worker': step('a worker of three lines, until its first answer', startWorker),
      compile: step('WebAssembly.compile', compile),
      'compile-streaming': step('WebAssembly.compileStreaming, from memory', compileStreaming, [
        'compile-streaming',
      ]),
      instantiate: step('new WebAssembly.Instance', instantiate),
      'post-module': step('a compiled module posted, instantiated and called by the worker', postModule),
      'compile-there': step('the bytes posted, compiled, instantiated and called by the worker', postBytes),
      'allocate-plain': allocating('a memory that is not shared, and one word written'),
      'allocate-shared': allocating('a shared memory, and one word written', ['shared-memory']),
    },
    controls: {},
  },
};

/** Does a step once; returns the milliseconds of its measured part. `number` differs each time. */
type Step = (context: MainContext) => (number: number) => Promise<number>;

/** The number of the last module. No two steps compile the same module: an engine could reuse what it compiled for the other. */
let last = Date.now() % 2 ** 30;

function step(title: string, makeStep: Step, needs: Transport['needs'] = []): Transport {
  return {
    title,
    needs,
    copies: false,
    controls: [],
    sizesBytes: ONCE,

    openMain(context): MainSide {
      const doOnce = makeStep(context);
      async function timed(_: number, count: number): Promise<number> {
        let durationMs = 0;
        for (let done = 0; done < count; done++) durationMs += await doOnce(++last);
        return durationMs;
      }
      return timedBy(timed);
    },

    openWorker: ({ post }) => {
      return (data) => {
        const module =
          data instanceof WebAssembly.Module ? data : new WebAssembly.Module(data as BufferSource);
        const { exports } = new WebAssembly.Instance(module);
        post((exports['f0'] as () => number)());
      };
    },
  };
}

async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function startWorker() {
  return async (): Promise<number> => {
    const start = performance.now();
    const worker = new Worker(new URL('./programs/answering-worker.ts', import.meta.url), { type: 'module' });
    try {
      await new Promise<void>((resolve, reject) => {
        worker.onmessage = () => resolve();
        worker.onerror = (event) => {
          // Deno would end the page.
          event.preventDefault?.();
          reject(new Error(event.message || 'a worker could not be started'));
        };
        worker.postMessage(null);
      });
      return performance.now() - start;
    } finally {
      worker.terminate();
    }
  };
}

function compile() {
  return (number: number): Promise<number> => {
    const bytes = largeModule(number);
    return timeOf(() => WebAssembly.compile(bytes));
  };
}

function compileStreaming() {
  return (number: number): Promise<number> => {
    const response = new Response(largeModule(number), { headers: { 'content-type': 'application/wasm' } });
    return timeOf(() => WebAssembly.compileStreaming(response));
  };
}

function instantiate() {
  const module = new WebAssembly.Module(largeModule(0));
  return (): Promise<number> => timeOf(() => new WebAssembly.Instance(module));
}

function postModule(context: MainContext) {
  return async (number: number): Promise<number> => {
    const module = await WebAssembly.compile(largeModule(number));
    return timeOf(() => ask(context, module, number));
  };
}

function postBytes(context: MainContext) {
  return (number: number): Promise<number> => {
    const bytes = largeModule(number);
    return timeOf(() => ask(context, bytes, number));
  };
}

async function ask({ post, receive }: MainContext, message: unknown, expected: number): Promise<void> {
  post(message);
  const answer = await receive();
  if (answer !== expected)
    throw new Error(`in the worker the module returned ${String(answer)}, expected ${expected}`);
}

function allocating(title: string, needs: Transport['needs'] = []): Transport {
  const shared = needs.includes('shared-memory');
  return {
    title,
    needs,
    copies: false,
    controls: [],
    sizesBytes: BY_SIZE,
    openMain({ sizeBytes }) {
      const pages = sizeBytes / WASM_PAGE_BYTES;
      return {
        roundTrip(stamp) {
          const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
          const words = new Int32Array(memory.buffer);
          words[0] = stamp;
          if (words[0] !== stamp) throw new Error('the memory does not hold what was written');
        },
        received: () => null,
      };
    },
  };
}
