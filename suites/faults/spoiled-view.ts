import { viewOfLarge } from '../payloads/views.ts';
import type { Transport } from '../transport.ts';

/** In neither stamp. */
export const SPOILED_OFFSET = 514;

/** For the tests: the worker spoils one byte of the view that it sends back. */
export const transport: Transport = {
  ...viewOfLarge,
  openWorker({ post, ...context }) {
    const handle = viewOfLarge.openWorker?.({
      ...context,
      post(message) {
        if (ArrayBuffer.isView(message)) {
          const bytes = new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
          bytes[SPOILED_OFFSET] = ~(bytes[SPOILED_OFFSET] ?? 0);
        }
        post(message);
      },
    });
    return (data) => handle?.(data);
  },
};
