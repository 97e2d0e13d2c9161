import { transport as ping } from '../controls/ping.ts';
import type { Transport } from '../transport.ts';

/** For the tests: the main thread never returns from its first round trip. */
export const transport: Transport = {
  ...ping,
  openMain: (context) => ({
    ...ping.openMain(context),
    roundTrip() {
      for (;;) Math.random();
    },
  }),
};
