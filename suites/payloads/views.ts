import { transport as copyFresh } from '../controls/copy-fresh.ts';
import { transport as ping } from '../controls/ping.ts';
import { describeError, Unsupported } from '../parts/errors.ts';
import {
  checkDetached,
  checkPattern,
  checkStamp,
  fillPattern,
  loadStamp,
  storeStamp,
  writeStamp,
} from '../parts/stamp.ts';
import type { Suite } from '../suite.ts';
import type { Post, Transport } from '../transport.ts';
import { arrivedBytes, askBytes, counting } from './moved-bytes.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;
/** The size of the buffer of which a view shows the working set. */
const WHOLE_BYTES = MIB;

export const viewOfLarge = sending({
  title: 'a view of a part of a buffer of 1 MiB, cloned',
  home: partOfLarge,
  wrap: (words) => words,
  unwrap: (data) => expectA(Int32Array, data),
});

/**
 * The same working set as a buffer, as a view of its own buffer, and as a view of a part of a larger buffer. Both sides count
 * the bytes of the buffers that arrive.
 */
export const suite: Suite = {
  name: 'views',
  question: 'What does it cost to send a view or another kind of buffer, and how many bytes really move?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'buffer',
  work: null,
  crossings: 2,
  parameter: null,
  sizesBytes: [KIB, 64 * KIB],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.25,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      buffer: sending({
        title: 'a buffer of the size of the working set, cloned',
        home: ownWords,
        wrap: ({ buffer }) => buffer,
        unwrap: (data) => new Int32Array(expectA(ArrayBuffer, data)),
      }),
      'view-of-large': viewOfLarge,
      'slice-first': sending({
        title: 'a view of a part of a buffer of 1 MiB, copied with slice, and the copy cloned',
        home: partOfLarge,
        wrap: sliced,
        unwrap: (data) => expectA(Int32Array, data),
      }),
      'slice-transfer': sending({
        title: 'a view of a part of a buffer of 1 MiB, copied with slice, and the copy transferred',
        home: partOfLarge,
        wrap: sliced,
        transfers: true,
        unwrap: (data) => expectA(Int32Array, data),
      }),
      float64: sending({
        title: 'a Float64Array on its own buffer, cloned',
        home: ownWords,
        wrap: ({ buffer }) => new Float64Array(buffer),
        unwrap: (data) => wordsOf(expectA(Float64Array, data)),
      }),
      'data-view': sending({
        title: 'a DataView of its own buffer, cloned',
        home: ownWords,
        wrap: ({ buffer }) => new DataView(buffer),
        unwrap: (data) => wordsOf(expectA(DataView, data)),
      }),
      resizable: sending({
        title: 'a resizable buffer, half as long as it may become, cloned',
        home: resizableWords,
        wrap: ({ buffer }) => buffer,
        unwrap: (data) => new Int32Array(expectResizable(data)),
      }),
      'growable-shared': growing(),
    },
    controls: { ping, 'copy-fresh': copyFresh },
  },
};

type Words = Int32Array<ArrayBuffer>;

/** A form that a working set has when it is sent. */
interface Form {
  readonly title: string;
  /** Where the sender keeps the working set. */
  home(sizeBytes: number): Words;
  /** The message for these words. */
  wrap(words: Words): ArrayBuffer | ArrayBufferView<ArrayBuffer>;
  readonly transfers?: boolean;
  /** The words of a message. @throws {Error} if it has arrived in another form. */
  unwrap(data: unknown): Words;
}

function sending({ title, home, wrap, transfers = false, unwrap }: Form): Transport {
  const send = (post: Post, words: Words) => {
    const message = wrap(words);
    const buffer = ArrayBuffer.isView(message) ? message.buffer : message;
    post(message, transfers ? [buffer] : []);
    if (transfers) checkDetached(buffer);
  };
  return {
    title,
    needs: [],
    copies: true,

    openMain({ sizeBytes, post, receive }) {
      const words = home(sizeBytes);
      fillPattern(words);
      let received = words;
      let thereBytes = 0;
      return {
        roundTrip(stamp) {
          received = words;
          writeStamp(words, stamp);
          send(post, words);
          return receive((data) => {
            received = unwrap(data);
            checkStamp(received, stamp + 1);
          });
        },
        received: () => null,
        async check(roundTrips) {
          checkPattern(received, sizeBytes, 2 * roundTrips);
          thereBytes = await askBytes({ post, receive });
        },
        movedBytes: () => thereBytes + arrivedBytes(received.buffer),
      };
    },

    openWorker({ post }) {
      let stamp = 1;
      return counting(post, (data) => {
        const words = unwrap(data);
        const countBytes = arrivedBytes(words.buffer);
        checkStamp(words, stamp);
        writeStamp(words, stamp + 1);
        stamp += 2;
        send(post, words);
        return countBytes;
      });
    },
  };
}

function growing(): Transport {
  return {
    title: 'a growable SharedArrayBuffer that has grown since it was posted; a signal each way',
    needs: ['shared-memory'],
    copies: false,

    openMain({ sizeBytes, post, receive }) {
      const buffer = new SharedArrayBuffer(WORD_BYTES, { maxByteLength: sizeBytes });
      if (!buffer.growable)
        throw new Unsupported('a SharedArrayBuffer with a maxByteLength is not growable here');
      const words = new Int32Array(buffer);
      let thereBytes = 0;
      return {
        setup: buffer,
        roundTrip(stamp) {
          if (buffer.byteLength < sizeBytes) {
            buffer.grow(sizeBytes);
            fillPattern(words);
          }
          storeStamp(words, stamp);
          post(null);
          return receive(() => loadStamp(words, stamp + 1));
        },
        received: () => null,
        async check(roundTrips) {
          checkPattern(words, sizeBytes, 2 * roundTrips);
          thereBytes = await askBytes({ post, receive });
        },
        movedBytes: () => thereBytes + arrivedBytes(buffer),
      };
    },

    openWorker({ post, setup }) {
      const words = new Int32Array(setup as SharedArrayBuffer);
      let stamp = 1;
      return counting(post, () => {
        loadStamp(words, stamp);
        storeStamp(words, stamp + 1);
        stamp += 2;
        post(null);
        return arrivedBytes(words.buffer);
      });
    },
  };
}

function ownWords(sizeBytes: number): Words {
  return new Int32Array(sizeBytes / WORD_BYTES);
}

function partOfLarge(sizeBytes: number): Words {
  return new Int32Array(new ArrayBuffer(WHOLE_BYTES), WHOLE_BYTES / 2, sizeBytes / WORD_BYTES);
}

/** The other side has a buffer of the right size already. */
function sliced(words: Words): Words {
  return words.byteLength < words.buffer.byteLength ? words.slice() : words;
}

function wordsOf({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Words {
  return new Int32Array(buffer, byteOffset, byteLength / WORD_BYTES);
}

/** @throws {Unsupported} if the engine has no resizable buffers, or cannot clone them. */
function resizableWords(sizeBytes: number): Words {
  const buffer = new ArrayBuffer(sizeBytes, { maxByteLength: 2 * sizeBytes });
  if (!buffer.resizable) throw new Unsupported('an ArrayBuffer with a maxByteLength is not resizable here');
  try {
    structuredClone(buffer);
  } catch (error) {
    throw new Unsupported(`a resizable ArrayBuffer cannot be cloned: ${describeError(error)}`);
  }
  return new Int32Array(buffer);
}

function expectResizable(data: unknown): ArrayBuffer {
  const buffer = expectA(ArrayBuffer, data);
  if (!buffer.resizable) throw new Error('a resizable ArrayBuffer arrived with a fixed length');
  return buffer;
}

function expectA<Kind>(kind: new (...args: never[]) => Kind, data: unknown): Kind {
  if (data instanceof kind) return data;
  throw new Error(`a ${kind.name} arrived as ${Object.prototype.toString.call(data)}`);
}
