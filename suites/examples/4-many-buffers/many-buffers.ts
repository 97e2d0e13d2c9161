import { checkDetached, checkPattern, checkStamp, filledWords, writeStamp } from '../../parts/stamp.ts';
import type { Post, Transport } from '../../transport.ts';

/**
 * The working set in many buffers, all in one transfer list. Each side counts the bytes that have arrived, and after the timing
 * the worker says how many these were.
 *
 *     npm run bench -- --transport transfer,./suites/examples/4-many-buffers/many-buffers.ts
 */
const BUFFERS = 16;
/** A message that is no working set. */
const HOW_MANY_BYTES = 'how many bytes arrived?';

type Words = Int32Array<ArrayBuffer>;

function send(post: Post, sets: readonly Words[]): void {
  const buffers = sets.map(({ buffer }) => buffer);
  post(buffers, buffers);
  buffers.forEach(checkDetached);
}

function arrived(data: unknown, stamp: number): Words[] {
  const sets = (data as ArrayBuffer[]).map((buffer) => new Int32Array(buffer));
  if (sets.length !== BUFFERS) throw new Error(`${sets.length} buffers arrived, expected ${BUFFERS}`);
  for (const words of sets) checkStamp(words, stamp);
  return sets;
}

function bytesOf(sets: readonly Words[]): number {
  return sets.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

export const transport: Transport = {
  title: `${BUFFERS} buffers in one transfer list, there and back`,
  needs: [],
  copies: false,

  openMain({ sizeBytes, post, receive }) {
    let sets = Array.from({ length: BUFFERS }, () => filledWords(sizeBytes / BUFFERS));
    let thereBytes = 0;
    return {
      roundTrip(stamp) {
        for (const words of sets) writeStamp(words, stamp);
        send(post, sets);
        return receive((data) => {
          sets = arrived(data, stamp + 1);
        });
      },
      received: () => null,
      async check(roundTrips) {
        for (const words of sets) checkPattern(words, sizeBytes / BUFFERS, 2 * roundTrips);
        post(HOW_MANY_BYTES);
        thereBytes = (await receive()) as number;
      },
      movedBytes: () => thereBytes + bytesOf(sets),
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    let arrivedBytes = 0;
    return (data) => {
      if (data === HOW_MANY_BYTES) return post(arrivedBytes);
      const sets = arrived(data, stamp);
      arrivedBytes = bytesOf(sets);
      for (const words of sets) writeStamp(words, stamp + 1);
      stamp += 2;
      send(post, sets);
    };
  },
};
