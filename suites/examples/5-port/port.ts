import { checkStamp, filledWords, writeStamp } from '../../parts/stamp.ts';
import type { Transport } from '../../transport.ts';

/**
 * A port of one's own: `setupTransfer` lists what of `setup` is transferred to the worker.
 *
 *     npm run bench -- --transport clone,./suites/examples/5-port/port.ts
 */
export const transport: Transport = {
  title: 'structured clone each way, through a MessagePort',
  needs: [],
  copies: true,
  hasOwnChannel: true,

  openMain({ sizeBytes }) {
    const { port1, port2 } = new MessageChannel();
    const words = filledWords(sizeBytes);
    let received = words;
    return {
      setup: port2,
      setupTransfer: [port2],
      roundTrip(stamp) {
        writeStamp(words, stamp);
        port1.postMessage(words.buffer);
        return new Promise((resolve, reject) => {
          port1.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
            try {
              received = new Int32Array(data);
              resolve(checkStamp(received, stamp + 1));
            } catch (error) {
              reject(error);
            }
          };
        });
      },
      received: () => received,
      end: () => port1.close(),
    };
  },

  openWorker({ setup }) {
    const port = setup as MessagePort;
    let stamp = 1;
    port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const words = new Int32Array(data);
      checkStamp(words, stamp);
      writeStamp(words, stamp + 1);
      stamp += 2;
      port.postMessage(data);
    };
    return () => {};
  },
};
