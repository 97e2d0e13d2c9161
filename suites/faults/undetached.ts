import type { Transport } from '../transport.ts';
import { transport as transfer } from '../transports/transfer.ts';

/** For the tests: a transfer that leaves its buffer out of the transfer list, and so clones it. */
export const transport: Transport = {
  ...transfer,
  openMain: (context) => transfer.openMain({ ...context, post: (message) => context.post(message) }),
};
