import { CLONING } from '../../../suites/parts/candidates.ts';
import type { Transport } from '../../../suites/transport.ts';
import { isEqual } from './equal.ts';
import { added } from './modules.ts';

type Message = readonly [stamp: number, value: unknown];

/** What the user's page sends. As it can be anything, the stamp is beside it. */
export const transport: Transport = {
  title: 'the page’s own payload, structured clone each way',
  needs: [],
  copies: true,
  candidate: CLONING,

  openMain({ sizeBytes, post, receive }) {
    const sent = added.payload(sizeBytes);
    let received: unknown;
    return {
      roundTrip(stamp) {
        const message: Message = [stamp, sent];
        post(message);
        return receive((data) => {
          received = stamped(data as Message, stamp + 1);
        });
      },
      received: () => null,
      check() {
        if (!isEqual(sent, received))
          throw new Error('the payload that came back is not the one that was sent');
      },
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    return (data) => {
      const value = stamped(data as Message, stamp);
      const answer: Message = [stamp + 1, value];
      stamp += 2;
      post(answer);
    };
  },
};

function stamped([found, value]: Message, stamp: number): unknown {
  if (found !== stamp) throw new Error(`the message has stamp ${found}, expected ${stamp}`);
  return value;
}
