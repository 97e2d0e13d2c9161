import { transport as ping } from '../controls/ping.ts';
import type { Transport } from '../transport.ts';

/** For the tests: its worker never answers. */
export const transport: Transport = {
  ...ping,
  openWorker: () => () => {},
};
