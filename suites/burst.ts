import { newMemory, workingSetIn } from './parts/memory.ts';
import {
  checkDetached,
  checkPattern,
  checkStamp,
  filledWords,
  fillPattern,
  loadStamp,
  storeStamp,
  writeStamp,
} from './parts/stamp.ts';
import type { Suite } from './suite.ts';
import type { MainSide, Transport } from './transport.ts';

const KIB = 1024;
const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;
/** More than any number of messages in flight, so that each message of each burst has a stamp of its own. */
const MOST_IN_FLIGHT = 64;

/**
 * Several messages are posted at once, and then all answers are awaited. The more messages are in flight, the less of the time is a
 * wake-up, and the more of it is what the messages themselves cost.
 */
export const suite: Suite = {
  name: 'burst',
  question: 'What does a message itself cost, apart from waking the other side up?',
  figure: { id: 'burst', title: 'time per burst', one: 'burst', many: 'bursts' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'clone',
  work: null,
  crossings: 2,
  parameter: { name: 'in flight', kind: 'in flight', values: [1, 8, MOST_IN_FLIGHT] },
  sizesBytes: [64, KIB, 64 * KIB],
  anySizeUpToBytes: 1024 * KIB,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'full',
  measuredBy: 'default',
  sharesLaunches: true,
  methods: {
    transports: {
      clone: cloning(),
      transfer: transferring(),
      share: sharing('each'),
      'share-one-signal': sharing('once'),
    },
    // It shows what the messages cost without anything in them; no ratio to it is asked for, as each would take time to narrow.
    controls: { ping: pinging() },
  },
};

const countOf = (parameter: number | null) => parameter ?? 1;

/** The first and the last word of a message there, and of its answer back. */
const request = (stamp: number, index: number) => (stamp * MOST_IN_FLIGHT + index) | 0;
const answer = (stamp: number, index: number) => request(stamp + 1, index);

/** The worker's place in the sequence of messages: the stamp of the burst, and the index of the message in it. */
function sequence(count: number): () => { stamp: number; index: number } {
  let received = 0;
  return () => {
    const index = received % count;
    const stamp = 2 * Math.floor(received / count) + 1;
    received++;
    return { stamp, index };
  };
}

function cloning(): Transport {
  return {
    title: 'each message is a structured clone, and so is each answer',
    needs: [],
    copies: true,
    controls: [],

    openMain({ sizeBytes, parameter, post, receiveEach, workingSet }): MainSide {
      const count = countOf(parameter);
      const words = workingSet();
      const received: Int32Array[] = [];
      return {
        roundTrip(stamp) {
          // From here the last answers are garbage, as in any program.
          received.length = 0;
          const answers = receiveEach(count, (data, index) => {
            const own = new Int32Array(data as ArrayBuffer);
            checkStamp(own, answer(stamp, index));
            received[index] = own;
          });
          for (let index = 0; index < count; index++) {
            writeStamp(words, request(stamp, index));
            post(words.buffer);
          }
          return answers;
        },
        received: () => null,
        check: (roundTrips) => checkAll(received, sizeBytes, roundTrips),
      };
    },

    openWorker({ parameter, post }) {
      const next = sequence(countOf(parameter));
      return (data) => {
        const words = new Int32Array(data as ArrayBuffer);
        const { stamp, index } = next();
        checkStamp(words, request(stamp, index));
        writeStamp(words, answer(stamp, index));
        post(words.buffer);
      };
    },
  };
}

function transferring(): Transport {
  return {
    title: 'each message is a transferred buffer, which comes back in the answer',
    needs: [],
    copies: false,
    controls: [],

    openMain({ sizeBytes, parameter, post, receiveEach }): MainSide {
      const count = countOf(parameter);
      const sets = Array.from({ length: count }, () => filledWords(sizeBytes));
      return {
        roundTrip(stamp) {
          const answers = receiveEach(count, (data, index) => {
            const words = new Int32Array(data as ArrayBuffer);
            checkStamp(words, answer(stamp, index));
            sets[index] = words;
          });
          for (const [index, words] of sets.entries()) {
            const { buffer } = words;
            writeStamp(words, request(stamp, index));
            post(buffer, [buffer]);
            checkDetached(buffer);
          }
          return answers;
        },
        received: () => null,
        check: (roundTrips) => checkAll(sets, sizeBytes, roundTrips),
      };
    },

    openWorker({ parameter, post }) {
      const next = sequence(countOf(parameter));
      return (data) => {
        const words = new Int32Array(data as ArrayBuffer);
        const { buffer } = words;
        const { stamp, index } = next();
        checkStamp(words, request(stamp, index));
        writeStamp(words, answer(stamp, index));
        post(buffer, [buffer]);
        checkDetached(buffer);
      };
    },
  };
}

/** @param signals Whether each working set in the shared memory has a signal of its own, or the whole burst has one. */
function sharing(signals: 'each' | 'once'): Transport {
  return {
    title:
      signals === 'each'
        ? 'the working sets are in one shared memory, with a signal for each, both ways'
        : 'the working sets are in one shared memory, with one signal for all, both ways',
    needs: ['shared-memory'],
    copies: false,
    controls: [],

    openMain({ sizeBytes, parameter, post, receive, receiveEach }): MainSide {
      const count = countOf(parameter);
      const memory = newMemory(count * sizeBytes, 'shared');
      const sets = setsIn(memory, count, sizeBytes);
      for (const words of sets) fillPattern(words);
      const write = (stamp: number, index: number) => storeStamp(setAt(sets, index), request(stamp, index));
      const read = (stamp: number, index: number) => loadStamp(setAt(sets, index), answer(stamp, index));
      return {
        setup: memory,
        roundTrip(stamp) {
          if (signals === 'once') {
            for (let index = 0; index < count; index++) write(stamp, index);
            post(null);
            return receive(() => {
              for (let index = 0; index < count; index++) read(stamp, index);
            });
          }
          const answers = receiveEach(count, (_, index) => read(stamp, index));
          for (let index = 0; index < count; index++) {
            write(stamp, index);
            post(null);
          }
          return answers;
        },
        received: () => null,
        check: (roundTrips) => checkAll(sets, sizeBytes, roundTrips),
      };
    },

    openWorker({ sizeBytes, parameter, post, setup }) {
      const count = countOf(parameter);
      const sets = setsIn(setup as WebAssembly.Memory, count, sizeBytes);
      const next = sequence(count);
      const handle = () => {
        const { stamp, index } = next();
        loadStamp(setAt(sets, index), request(stamp, index));
        storeStamp(setAt(sets, index), answer(stamp, index));
      };
      return () => {
        for (let left = signals === 'once' ? count : 1; left > 0; left--) handle();
        post(null);
      };
    },
  };
}

function pinging(): Transport {
  return {
    title: 'an empty message each way',
    needs: [],
    copies: false,
    controls: [],
    openMain({ parameter, post, receiveEach }): MainSide {
      const count = countOf(parameter);
      return {
        roundTrip() {
          const answers = receiveEach(count, () => {});
          for (let left = count; left > 0; left--) post(null);
          return answers;
        },
        received: () => null,
      };
    },
    openWorker:
      ({ post }) =>
      () =>
        post(null),
  };
}

function setsIn(memory: WebAssembly.Memory, count: number, sizeBytes: number): Int32Array[] {
  const all = workingSetIn(memory, count * sizeBytes);
  const length = sizeBytes / WORD_BYTES;
  return Array.from({ length: count }, (_, index) => all.subarray(index * length, (index + 1) * length));
}

function setAt(sets: readonly Int32Array[], index: number): Int32Array {
  const words = sets[index];
  if (!words) throw new Error('a signal arrived for no working set');
  return words;
}

/** After the last burst, every byte of every working set. */
function checkAll(sets: readonly Int32Array[], sizeBytes: number, roundTrips: number): void {
  for (const [index, words] of sets.entries()) {
    checkPattern(words, sizeBytes, answer(2 * roundTrips - 1, index));
  }
}
