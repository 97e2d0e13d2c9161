import { checkStamp, filledWords, writeStamp } from '../../parts/stamp.ts';
import type { Transport } from '../../transport.ts';

/**
 * A worker of one's own, in several files: `echo.ts` imports `answer.ts` when it needs it.
 *
 *     npm run bench -- --transport clone,./suites/examples/8-own-worker/own-worker.ts
 */
export const transport: Transport = {
  title: 'structured clone each way, to a worker that the transport starts itself',
  needs: [],
  copies: true,
  hasOwnChannel: true,

  openMain({ sizeBytes }) {
    const worker = new Worker(new URL('./echo.ts', import.meta.url), { type: 'module' });
    const words = filledWords(sizeBytes);
    let received = words;
    return {
      roundTrip(stamp) {
        writeStamp(words, stamp);
        return new Promise((resolve, reject) => {
          worker.onerror = (event) => {
            // Deno would end the page.
            event.preventDefault?.();
            reject(new Error(event.message));
          };
          worker.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
            try {
              received = new Int32Array(data);
              resolve(checkStamp(received, stamp + 1));
            } catch (error) {
              reject(error);
            }
          };
          worker.postMessage(words.buffer);
        });
      },
      received: () => received,
      end: () => worker.terminate(),
    };
  },
};
