/**
 * The content of a working set is a pattern of 32-bit words. A stamp replaces the first and the last word and changes each
 * way, so that a lost, repeated, truncated or uncopied message is detected inside the timing.
 */

const GOLDEN_RATIO = 0x9e3779b1;

// The loops over all words read the length once. After any buffer was transferred, V8 reads it again for each word, and takes 50% longer.

/** The word at an index, as a signed number. */
export function pattern(index: number): number {
  return Math.imul(index + 1, GOLDEN_RATIO);
}

/** A plain working set, filled. */
export function filledWords(sizeBytes: number): Int32Array<ArrayBuffer> {
  const words = new Int32Array(sizeBytes / Int32Array.BYTES_PER_ELEMENT);
  fillPattern(words);
  return words;
}

export function fillPattern(words: Int32Array): void {
  const { length } = words;
  for (let index = 0; index < length; index++) words[index] = pattern(index);
}

export function writeStamp(words: Int32Array, stamp: number): void {
  words[0] = stamp;
  words[words.length - 1] = stamp;
}

export function checkStamp(words: Int32Array, stamp: number): void {
  if (words[0] !== stamp || words[words.length - 1] !== stamp) throw wrongStamp(words, stamp);
}

/** Like {@link writeStamp}, for memory that another thread reads. */
export function storeStamp(words: Int32Array, stamp: number): void {
  Atomics.store(words, 0, stamp);
  Atomics.store(words, words.length - 1, stamp);
}

/** Like {@link checkStamp}, for memory that another thread writes. */
export function loadStamp(words: Int32Array, stamp: number): void {
  if (Atomics.load(words, 0) !== stamp || Atomics.load(words, words.length - 1) !== stamp) {
    throw wrongStamp(words, stamp);
  }
}

/** For a kernel that adds 1 to every word: checks the first and the last word after N additions. */
export function checkBumped(words: Int32Array, bumps: number): void {
  for (const index of [0, words.length - 1]) {
    const expected = (pattern(index) + bumps) | 0;
    if (words[index] !== expected) {
      throw new Error(`word ${index} of the working set is ${words[index]}, expected ${expected}`);
    }
  }
}

/** The sum of the words of a filled working set, modulo 2^32. */
export function sumOfPattern(length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum = (sum + pattern(index)) | 0;
  return sum;
}

function wrongStamp(words: Int32Array, stamp: number): Error {
  return new Error(
    `the working set does not contain stamp ${stamp}: it has ${words[0]} at its start and ` +
      `${words[words.length - 1]} at its end (${words.byteLength} bytes)`,
  );
}

/** Checks every byte of a working set with `stamp`; throws with the offset of the first wrong one. */
export function checkPattern(words: Int32Array, sizeBytes: number, stamp: number): void {
  if (words.byteLength !== sizeBytes) {
    throw new Error(`the working set came back with ${words.byteLength} bytes, expected ${sizeBytes}`);
  }
  checkStamp(words, stamp);
  const last = words.length - 1;
  for (let index = 1; index < last; index++) {
    const expected = pattern(index);
    const found = words[index] as number;
    if (found !== expected) throw corrupted(index, found, expected);
  }
}

function corrupted(index: number, found: number, expected: number): Error {
  const littleEndian = (word: number) => Uint8Array.of(word, word >> 8, word >> 16, word >> 24);
  const [foundBytes, expectedBytes] = [littleEndian(found), littleEndian(expected)];
  const byte = foundBytes.findIndex((value, at) => value !== expectedBytes[at]);
  return new Error(
    `the byte at offset ${index * Int32Array.BYTES_PER_ELEMENT + byte} of the working set is corrupted: ` +
      `${foundBytes[byte]}, expected ${expectedBytes[byte]}`,
  );
}

/** Throws unless posting the buffer took it away from this thread. */
export function checkDetached(buffer: ArrayBuffer): void {
  if (buffer.byteLength !== 0) {
    throw new Error(`the buffer was not detached by the transfer: ${buffer.byteLength} bytes are still here`);
  }
}
