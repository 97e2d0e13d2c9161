import { checkDetached, checkPattern, checkStamp, filledWords, writeStamp } from '../../parts/stamp.ts';
import type { Post, Transport } from '../../transport.ts';

/**
 * The working set in many buffers, all in one transfer list. `movedBytes` counts what has arrived.
 *
 *     npm run bench -- --transport transfer,./suites/examples/4-many-buffers/many-buffers.ts
 */
const BUFFERS = 16;

type Words = Int32Array<ArrayBuffer>;

function send(post: Post, sets: readonly Words[]): void {
  const buffers = sets.map(({ buffer }) => buffer);
  post(buffers, buffers);
  buffers.forEach(checkDetached);
}

function arrived(data: unknown, stamp: number): Words[] {
  const sets = (data as ArrayBuffer[]).map((buffer) => new Int32Array(buffer));
  for (const words of sets) checkStamp(words, stamp);
  return sets;
}

export const transport: Transport = {
  title: `${BUFFERS} buffers in one transfer list, there and back`,
  needs: [],
  copies: false,

  openMain({ sizeBytes, post, receive }) {
    let sets = Array.from({ length: BUFFERS }, () => filledWords(sizeBytes / BUFFERS));
    return {
      roundTrip(stamp) {
        for (const words of sets) writeStamp(words, stamp);
        send(post, sets);
        return receive((data) => {
          sets = arrived(data, stamp + 1);
        });
      },
      received: () => null,
      check(roundTrips) {
        for (const words of sets) checkPattern(words, sizeBytes / BUFFERS, 2 * roundTrips);
      },
      movedBytes: () => 2 * sets.reduce((sum, { byteLength }) => sum + byteLength, 0),
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    return (data) => {
      const sets = arrived(data, stamp);
      for (const words of sets) writeStamp(words, stamp + 1);
      stamp += 2;
      send(post, sets);
    };
  },
};
