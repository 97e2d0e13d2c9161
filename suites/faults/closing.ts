import { transport as ping } from '../controls/ping.ts';
import type { Transport } from '../transport.ts';

/** For the tests: its worker closes itself at the first message. */
export const transport: Transport = {
  ...ping,
  openWorker: () => () => close(),
};
