import { CLONING, SHARING, TRANSFERRING } from './parts/candidates.ts';
import { newMemory, workingSetIn } from './parts/memory.ts';
import { checkDetached, fillPattern, pattern } from './parts/stamp.ts';
import type { Suite } from './suite.ts';
import type { MainContext, MainSide, Transport } from './transport.ts';

const MIB = 1024 ** 2;
const CONTROLS = ['alone'];

/**
 * One working set goes to several workers at once: each answers with the parity of its part, the exclusive or of the words. The
 * first word changes with every round trip, and the parities must combine to that of the whole working set.
 */
export const suite: Suite = {
  name: 'pool',
  question: 'How long do several workers take to process their parts of one working set?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: 'workers',
  breakEven: null,
  baseline: 'clone',
  work: null,
  crossings: 1,
  parameter: { name: 'workers', kind: 'count', values: [1, 2, 4, 8] },
  sizesBytes: [64 * 1024, MIB, 16 * MIB],
  anySizeUpToBytes: null,
  placement: 'free',
  repeats: null,
  timeShare: 0.4,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: false,
  methods: {
    transports: {
      clone: {
        ...toEach('the whole working set cloned to each worker', [], (words) => () => ({
          message: words.buffer,
          transfer: [],
        })),
        candidate: CLONING,
      },
      transfer: {
        ...toEach('cut into slices, each transferred', [], (words) => (from, to) => {
          const slice = words.slice(from, to).buffer;
          return { message: slice, transfer: [slice] };
        }),
        // The transferred buffer is a copy.
        candidate: { ...TRANSFERRING, senderKeeps: true },
      },
      share: { ...shared(), candidate: SHARING },
    },
    controls: { alone: alone() },
  },
};

/** The range of words of one worker. */
function partOf(length: number, index: number, workers: number): [number, number] {
  const edge = (at: number) => Math.floor((length * at) / workers);
  return [edge(index), edge(index + 1)];
}

/** Exclusive or, as sums overflow: after that the same loop is up to ten times as slow in V8. */
function parityOf(words: Int32Array, from: number, to: number): number {
  let parity = 0;
  for (let index = from; index < to; index++) parity ^= words[index] as number;
  return parity;
}

/** The working set with a different first word each time, and the parity to expect. */
function numbered(words: Int32Array) {
  let others = 0;
  for (let index = 1; index < words.length; index++) others ^= pattern(index);
  return {
    number(stamp: number): void {
      words[0] = stamp;
    },
    check(parities: readonly number[], stamp: number): void {
      const expected = others ^ stamp;
      const found = parities.reduce((all, one) => all ^ one, 0);
      if (found !== expected) throw new Error(`the parity of the parts is ${found}, expected ${expected}`);
    },
  };
}

interface Outgoing {
  readonly message: ArrayBuffer | null;
  readonly transfer: ArrayBuffer[];
}

function open(
  { workers }: MainContext,
  words: Int32Array,
  outgoing: (from: number, to: number) => Outgoing,
): Pick<MainSide, 'roundTrip' | 'received' | 'movedBytes'> {
  const { number, check } = numbered(words);
  let postedBytes = 0;
  return {
    async roundTrip(stamp) {
      number(stamp);
      postedBytes = 0;
      const answers = workers.map(({ post, receive }, index) => {
        const { message, transfer } = outgoing(...partOf(words.length, index, workers.length));
        postedBytes += message?.byteLength ?? 0;
        post(message, transfer);
        for (const buffer of transfer) checkDetached(buffer);
        return receive();
      });
      check((await Promise.all(answers)) as number[], stamp);
    },
    received: () => null,
    movedBytes: () => postedBytes,
  };
}

function asMany(parameter: number | null): number {
  return parameter ?? 1;
}

function toEach(
  title: string,
  needs: Transport['needs'],
  outgoingOf: (words: Int32Array<ArrayBuffer>) => (from: number, to: number) => Outgoing,
): Transport {
  return {
    title,
    needs,
    copies: true,
    controls: CONTROLS,
    workers: asMany,

    openMain(context) {
      const words = new Int32Array(context.sizeBytes / Int32Array.BYTES_PER_ELEMENT);
      fillPattern(words);
      return open(context, words, outgoingOf(words));
    },

    openWorker({ sizeBytes, parameter, index, post }) {
      const length = sizeBytes / Int32Array.BYTES_PER_ELEMENT;
      const [from, to] = partOf(length, index, asMany(parameter));
      return (data) => {
        const words = new Int32Array(data as ArrayBuffer);
        // A slice contains only the part of this worker.
        post(words.length === length ? parityOf(words, from, to) : parityOf(words, 0, words.length));
      };
    },
  };
}

function shared(): Transport {
  return {
    title: 'one shared memory, posted once to each worker; a signal to each',
    needs: ['shared-memory'],
    copies: false,
    controls: CONTROLS,
    workers: asMany,

    openMain(context) {
      const memory = context.sharedMemory();
      const words = workingSetIn(memory, context.sizeBytes);
      fillPattern(words);
      return { setup: memory, ...open(context, words, () => ({ message: null, transfer: [] })) };
    },

    openWorker({ sizeBytes, parameter, index, post, setup }) {
      const words = workingSetIn(setup as WebAssembly.Memory, sizeBytes);
      const [from, to] = partOf(words.length, index, asMany(parameter));
      return () => post(parityOf(words, from, to));
    },
  };
}

function alone(): Transport {
  return {
    title: 'the main thread computes the parity of the whole working set',
    needs: [],
    // Its bytes bound the time, and it holds a working set: its memory is not what the engine takes by itself.
    copies: true,

    openMain({ sizeBytes }) {
      const words = workingSetIn(newMemory(sizeBytes, 'plain'), sizeBytes);
      fillPattern(words);
      const { number, check } = numbered(words);
      return {
        roundTrip(stamp) {
          number(stamp);
          check([parityOf(words, 0, words.length)], stamp);
        },
        received: () => null,
      };
    },
  };
}
