import { transport as copyFresh } from '../controls/copy-fresh.ts';
import { transport as ping } from '../controls/ping.ts';
import { checkDetached, checkPattern, checkStamp, filledWords, writeStamp } from '../parts/stamp.ts';
import type { Suite } from '../suite.ts';
import type { Post, Transport } from '../transport.ts';
import { arrivedBytes, askBytes, counting } from './moved-bytes.ts';

const MIB = 1024 ** 2;

/** One working set in equal buffers, all in one message. Each buffer has stamps of its own, so that none is lost or exchanged. */
export const suite: Suite = {
  name: 'buffers',
  question: 'How does the time depend on how many buffers a working set is in?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'clone',
  work: null,
  crossings: 2,
  parameter: { name: 'buffers', kind: 'count', values: [1, 16, 256, 4096] },
  sizesBytes: [MIB],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      clone: sending('an array of buffers, cloned each way', 'clones'),
      transfer: sending('an array of buffers, all in one transfer list, there and back', 'transfers'),
    },
    controls: { ping, 'copy-fresh': copyFresh },
  },
};

type Words = Int32Array<ArrayBuffer>;

const countOf = (parameter: number | null) => parameter ?? 1;

function sending(title: string, how: 'clones' | 'transfers'): Transport {
  const send = (post: Post, sets: readonly Words[]) => {
    const buffers = sets.map(({ buffer }) => buffer);
    post(buffers, how === 'transfers' ? buffers : []);
    if (how === 'transfers') buffers.forEach(checkDetached);
  };
  return {
    title,
    needs: [],
    copies: how === 'clones',

    openMain({ sizeBytes, parameter, post, receive }) {
      const count = countOf(parameter);
      const own = Array.from({ length: count }, () => filledWords(sizeBytes / count));
      let received = own;
      let thereBytes = 0;
      return {
        roundTrip(stamp) {
          const sets = how === 'transfers' ? received : own;
          // From here the last answer is garbage, as in any program.
          received = own;
          for (const [index, words] of sets.entries()) writeStamp(words, stampOf(stamp, index, count));
          send(post, sets);
          return receive((data) => {
            received = setsOf(data, stamp + 1, count);
          });
        },
        received: () => null,
        async check(roundTrips) {
          for (const [index, words] of received.entries()) {
            checkPattern(words, sizeBytes / count, stampOf(2 * roundTrips, index, count));
          }
          thereBytes = await askBytes({ post, receive });
        },
        movedBytes: () => thereBytes + bytesOf(received),
      };
    },

    openWorker({ parameter, post }) {
      const count = countOf(parameter);
      let stamp = 1;
      return counting(post, (data) => {
        const sets = setsOf(data, stamp, count);
        const countBytes = bytesOf(sets);
        for (const [index, words] of sets.entries()) writeStamp(words, stampOf(stamp + 1, index, count));
        stamp += 2;
        send(post, sets);
        return countBytes;
      });
    },
  };
}

/** A stamp that no other buffer of this hand-off has. */
function stampOf(stamp: number, index: number, count: number): number {
  return (stamp * count + index) | 0;
}

/** The words of each buffer that arrived. @throws {Error} if one is missing, or is not the buffer of its place. */
function setsOf(data: unknown, stamp: number, count: number): Words[] {
  const sets = (data as ArrayBuffer[]).map((buffer) => new Int32Array(buffer));
  if (sets.length !== count) throw new Error(`${sets.length} buffers arrived, expected ${count}`);
  for (const [index, words] of sets.entries()) checkStamp(words, stampOf(stamp, index, count));
  return sets;
}

function bytesOf(sets: readonly Words[]): number {
  return sets.reduce((sum, { buffer }) => sum + arrivedBytes(buffer), 0);
}
