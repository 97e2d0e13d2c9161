import type { Transport } from '../transport.ts';
import { transport as transfer } from '../transports/transfer.ts';

/** For the tests: a transfer without its buffer in the transfer list, which therefore clones the buffer. */
export const transport: Transport = {
  ...transfer,
  openMain: (context) => transfer.openMain({ ...context, post: (message) => context.post(message) }),
};
