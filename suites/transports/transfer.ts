import { TRANSFERRING } from '../parts/candidates.ts';
import { sender, touch } from '../parts/hand-written.ts';
import { checkDetached, checkStamp, writeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

export const transport: Transport = {
  title: 'the same buffer transferred there and back',
  needs: [],
  copies: false,
  candidate: TRANSFERRING,
  followedTo: ['share', 'ping'],

  openMain({ post, receive, workingSet }) {
    let words = workingSet();
    return {
      roundTrip(stamp) {
        const { buffer } = words;
        writeStamp(words, stamp);
        post(buffer, [buffer]);
        checkDetached(buffer);
        return receive((data) => {
          words = new Int32Array(data as ArrayBuffer);
          checkStamp(words, stamp + 1);
        });
      },
      received: () => words,
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    return (data) => {
      const buffer = data as ArrayBuffer;
      const words = new Int32Array(buffer);
      checkStamp(words, stamp);
      writeStamp(words, stamp + 1);
      stamp += 2;
      post(buffer, [buffer]);
      checkDetached(buffer);
    };
  },

  handWritten: {
    openMain({ worker, workingSet }) {
      let { buffer } = workingSet();
      const send = sender(worker, (data) => {
        buffer = data as ArrayBuffer;
        touch(buffer);
      });
      return {
        roundTrip() {
          touch(buffer);
          return send(buffer, [buffer]);
        },
        left: () => buffer,
      };
    },
    openWorker:
      ({ post }) =>
      (data) => {
        touch(data as ArrayBuffer);
        post(data, [data as ArrayBuffer]);
      },
  },
};
