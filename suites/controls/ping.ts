import type { Transport } from '../transport.ts';

/** What a round trip costs when nothing is handed over: the yardstick of what is bound by latency. */
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
