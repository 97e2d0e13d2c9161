import { transport as ping } from '../controls/ping.ts';
import type { Transport } from '../transport.ts';

/** For the tests: its main side throws after it has started a worker. */
export const transport: Transport = {
  ...ping,
  openMain({ startWorker }) {
    startWorker().catch(() => {});
    throw new Error('thrown half-way');
  },
};
