import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

/** The offset of the byte that the worker corrupts; it is in neither stamp. */
export const CORRUPTED_OFFSET = 514;

/** For the tests: a clone in which the worker corrupts one byte. */
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
