import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

/** The byte that the worker spoils: neither of the two stamps. */
export const CORRUPTED_OFFSET = 514;

/** For the tests: a clone of which the worker spoils one byte. */
export const transport: Transport = {
  ...clone,
  openWorker(context) {
    const handle = clone.openWorker?.(context);
    return (data) => {
      const bytes = new Uint8Array(data as ArrayBuffer);
      bytes[CORRUPTED_OFFSET] = ~(bytes[CORRUPTED_OFFSET] ?? 0);
      handle?.(data);
    };
  },
};
