import { CLONING } from '../parts/candidates.ts';
import { sender, touch } from '../parts/hand-written.ts';
import { checkStamp, writeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

export const transport: Transport = {
  title: 'structured clone each way',
  needs: [],
  copies: true,
  candidate: CLONING,
  followedTo: ['transfer', 'share', 'copy-fresh'],

  openMain({ post, receive, workingSet }) {
    const words = workingSet();
    let received = words;
    return {
      roundTrip(stamp) {
        // From here the last answer is garbage, as in any program.
        received = words;
        writeStamp(words, stamp);
        post(words.buffer);
        return receive((data) => {
          received = new Int32Array(data as ArrayBuffer);
          checkStamp(received, stamp + 1);
        });
      },
      received: () => received,
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    return (data) => {
      const words = new Int32Array(data as ArrayBuffer);
      checkStamp(words, stamp);
      writeStamp(words, stamp + 1);
      stamp += 2;
      post(words.buffer);
    };
  },

  handWritten: {
    openMain({ worker, workingSet }) {
      const { buffer } = workingSet();
      const send = sender(worker, (data) => touch(data as ArrayBuffer));
      return {
        roundTrip() {
          touch(buffer);
          return send(buffer, []);
        },
        left: () => buffer,
      };
    },
    openWorker:
      ({ post }) =>
      (data) => {
        touch(data as ArrayBuffer);
        post(data, []);
      },
  },
};
