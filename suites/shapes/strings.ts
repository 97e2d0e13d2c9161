import { CLONING, SHARING, TRANSFERRING } from '../parts/candidates.ts';
import { pattern } from '../parts/stamp.ts';
import type { Suite } from '../suite.ts';
import { type Content, type Extent, exchange, type Form } from './exchange.ts';
import { bufferOfBytes, decodeUtf8, encodeUtf8, encodeUtf8Into } from './text.ts';

const KIB = 1024;
const MIB = 1024 ** 2;

/** The first of the letters, by how many bytes engines need for a character of such a string. UTF-8 needs as many. */
const FIRST_LETTERS: ReadonlyMap<number, string> = new Map([
  [1, 'a'],
  [2, 'α'],
]);
/** So few that they differ only in the last byte of their UTF-8. */
const LETTERS = 15;
/** Two of each side. */
const STRINGS = 4;

/**
 * Each side sends two strings in turn. All four differ in their first and their last character alone, so that each side sees what
 * the other has written, also in a shared memory.
 */
export const suite: Suite = {
  name: 'strings',
  question: 'How long does one string take to a worker and back?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: 'string',
  breakEven: null,
  baseline: 'clone',
  work: null,
  crossings: 2,
  parameter: { name: 'bytes a character', kind: 'count', values: [...FIRST_LETTERS.keys()] },
  sizesBytes: [KIB, 64 * KIB, MIB, 16 * MIB],
  anySizeUpToBytes: 256 * MIB,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'full',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      clone: { ...exchange(text(), cloned()), candidate: CLONING },
      // What is transferred is made from the string, which stays.
      transfer: { ...exchange(text(), transferred()), candidate: { ...TRANSFERRING, senderKeeps: true } },
      share: { ...exchange(text(), shared()), candidate: SHARING },
    },
    controls: {},
  },
};

function cloned(): Form<string> {
  return {
    title: 'the string, cloned',
    open: () => ({ encode: (string) => string, decode: (message) => message as string }),
  };
}

function transferred(): Form<string> {
  return {
    title: 'in UTF-8 through TextEncoder and TextDecoder, the bytes transferred',
    open: () => ({ encode: encodeUtf8, decode: (message) => decodeUtf8(message as Uint8Array) }),
    transferOf: bufferOfBytes,
  };
}

function shared(): Form<string> {
  return {
    title: 'in one shared memory through encodeInto and TextDecoder, with a copy where the engine needs one',
    needs: ['shared-memory'],
    setup: ({ sharedMemory }) => sharedMemory(),
    open(setup) {
      const bytes = new Uint8Array((setup as WebAssembly.Memory).buffer);
      return {
        encode: (string) => encodeUtf8Into(string, bytes),
        decode: (message) => decodeUtf8(bytes.subarray(0, message as number)),
      };
    },
  };
}

function text(): Content<string> {
  return {
    open(extent) {
      openSides++;
      return inTurn([1, 3], extent);
    },
    openAnswer(extent) {
      const next = inTurn([2, 4], extent);
      return (_, stamp) => next(stamp);
    },
    expect(string, stamp, extent) {
      const letter = firstLetter(extent).charCodeAt(0) + numberOf(stamp);
      const { length } = string;
      if (
        length !== lengthOf(extent) ||
        string.charCodeAt(0) !== letter ||
        string.charCodeAt(length - 1) !== letter
      ) {
        throw new Error(
          `a string of ${length} characters arrived that begins with '${string[0]}' and ends with '${string[length - 1]}', ` +
            `expected ${lengthOf(extent)} characters with '${String.fromCharCode(letter)}' at both ends`,
        );
      }
    },
    check(string, stamp, extent) {
      const expected = stringOf(stamp, extent);
      if (string === expected) return;
      const at = Array.from(expected).findIndex((character, index) => string[index] !== character);
      throw new Error(`character ${at} of the string is '${string[at]}', expected '${expected[at]}'`);
    },
    close() {
      openSides--;
      if (openSides === 0) MADE.clear();
    },
  };
}

/** The strings are made before the timing. */
function inTurn(stamps: readonly number[], extent: Extent): (stamp: number) => string {
  const strings = new Map(stamps.map((stamp) => [numberOf(stamp), stringOf(stamp, extent)]));
  return (stamp) => strings.get(numberOf(stamp)) as string;
}

/** Which of the strings has the stamp. */
function numberOf(stamp: number): number {
  return (stamp - 1) % STRINGS;
}

function bytesACharacter({ parameter }: Extent): number {
  return parameter ?? 1;
}

function lengthOf(extent: Extent): number {
  return extent.sizeBytes / bytesACharacter(extent);
}

function firstLetter(extent: Extent): string {
  const letter = FIRST_LETTERS.get(bytesACharacter(extent));
  if (letter === undefined) throw new Error(`no letters have ${bytesACharacter(extent)} bytes`);
  return letter;
}

/**
 * The strings that the open sides of this thread have in common. The page keeps none for the next sides: the memory of each cell is to
 * include its own strings. A worker is ended with its page.
 */
const MADE = new Map<string, string>();
let openSides = 0;

function stringOf(stamp: number, extent: Extent): string {
  const key = `${extent.sizeBytes}/${extent.parameter}/${numberOf(stamp)}`;
  const made = MADE.get(key) ?? newString(stamp, extent);
  MADE.set(key, made);
  return made;
}

/** Decoded, so that it is one piece of memory, as a string that a program has read. */
function newString(stamp: number, extent: Extent): string {
  const letter = encodeUtf8(firstLetter(extent));
  const { length } = letter;
  const lastByte = letter[length - 1] as number;
  const bytes = new Uint8Array(extent.sizeBytes).fill(letter[0] as number);
  const last = lengthOf(extent) - 1;
  for (let index = 1; index < last; index++) {
    bytes[(index + 1) * length - 1] = lastByte + ((pattern(index) >>> 8) % LETTERS);
  }
  for (const index of [0, last]) bytes[(index + 1) * length - 1] = lastByte + numberOf(stamp);
  return decodeUtf8(bytes);
}
