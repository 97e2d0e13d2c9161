import { transport as ping } from '../controls/ping.ts';
import type { Transport } from '../transport.ts';

/** For the tests: its main side throws. */
export const transport: Transport = {
  ...ping,
  openMain() {
    throw new Error('thrown half-way');
  },
};
