import type { Transport } from '../../transport.ts';

/**
 * A payload that is not words: an object as JSON text. What arrives is checked by the transport itself: the stamp in each round
 * trip, and everything in `check`, after the rounds.
 *
 *     npm run bench -- --transport clone,./suites/examples/3-json/json.ts
 */
interface Payload {
  stamp: number;
  readonly numbers: readonly number[];
}

/** About this many characters of text are one number. */
const BYTES_A_NUMBER = 8;

function numbersFor(sizeBytes: number): number[] {
  return Array.from({ length: sizeBytes / BYTES_A_NUMBER }, (_, index) => 1_000_000 + index);
}

function parse(text: unknown, stamp: number): Payload {
  const payload = JSON.parse(text as string) as Payload;
  if (payload.stamp !== stamp) throw new Error(`the stamp is ${payload.stamp}, expected ${stamp}`);
  return payload;
}

export const transport: Transport = {
  title: 'an array of numbers as JSON text, written and parsed on each side',
  needs: [],
  copies: true,

  openMain({ sizeBytes, post, receive }) {
    const numbers = numbersFor(sizeBytes);
    let received: Payload = { stamp: 0, numbers };
    return {
      roundTrip(stamp) {
        post(JSON.stringify({ stamp, numbers }));
        return receive((data) => {
          received = parse(data, stamp + 1);
        });
      },
      received: () => null,
      check() {
        const wrong = numbers.findIndex((number, index) => received.numbers[index] !== number);
        if (wrong >= 0) throw new Error(`number ${wrong} is ${received.numbers[wrong]}`);
      },
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    return (data) => {
      const payload = parse(data, stamp);
      payload.stamp = stamp + 1;
      stamp += 2;
      post(JSON.stringify(payload));
    };
  },
};
