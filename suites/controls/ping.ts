import type { Transport } from '../transport.ts';

/** A round trip that hands over nothing: the control of latency-bound transports. */
export const transport: Transport = {
  title: 'an empty message each way',
  needs: [],
  copies: false,

  openMain({ post, receive }) {
    return {
      roundTrip() {
        post(null);
        return receive(() => {});
      },
      received: () => null,
    };
  },

  openWorker({ post }) {
    return () => post(null);
  },
};
