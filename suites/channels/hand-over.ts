import { Unsupported } from '../parts/errors.ts';
import { checkDetached, fillPattern, loadStamp, storeStamp } from '../parts/stamp.ts';
import type { MainSide, Post, Receive } from '../transport.ts';

/** What a message is: the buffer of the working set cloned or transferred, or the shared buffer that it is in. */
export type HandOver = 'clone' | 'transfer' | 'share';

/** What a side of a channel needs. The same code is on both sides of each channel, wherever they are. */
interface End {
  readonly sizeBytes: number;
  readonly post: Post;
}

function filled(handOver: HandOver, sizeBytes: number): Int32Array {
  const words = new Int32Array(
    handOver === 'share' ? new SharedArrayBuffer(sizeBytes) : new ArrayBuffer(sizeBytes),
  );
  fillPattern(words);
  return words;
}

function send(post: Post, { buffer }: Int32Array, handOver: HandOver): void {
  if (handOver === 'transfer') {
    const transferred = buffer as ArrayBuffer;
    post(transferred, [transferred]);
    checkDetached(transferred);
  } else {
    post(buffer);
  }
}

/** @throws {Unsupported} if a channel has lost the shared buffer that was posted, without an error. */
function wordsIn(data: unknown, handOver: HandOver): Int32Array {
  if (handOver !== 'share') return new Int32Array(data as ArrayBuffer);
  if (data instanceof SharedArrayBuffer) return new Int32Array(data);
  throw new Unsupported(`a SharedArrayBuffer arrived as ${Object.prototype.toString.call(data)}`);
}

/** The side that begins each round trip. */
export function asking(
  handOver: HandOver,
  { sizeBytes, post, receive }: End & { readonly receive: Receive },
): Pick<MainSide, 'received'> & { roundTrip(stamp: number): Promise<void> } {
  const own = filled(handOver, sizeBytes);
  let received = own;
  return {
    roundTrip(stamp) {
      const sent = handOver === 'transfer' ? received : own;
      // From here the last answer is garbage, as in any program.
      received = own;
      storeStamp(sent, stamp);
      send(post, sent, handOver);
      return receive((data) => {
        received = wordsIn(data, handOver);
        loadStamp(received, stamp + 1);
      });
    },
    received: () => received,
  };
}

/** The side that answers. Returns what it does with each message. */
export function answering(handOver: HandOver, { post }: Pick<End, 'post'>): (data: unknown) => void {
  let stamp = 1;
  return (data) => {
    const words = wordsIn(data, handOver);
    loadStamp(words, stamp);
    storeStamp(words, stamp + 1);
    stamp += 2;
    send(post, words, handOver);
  };
}
