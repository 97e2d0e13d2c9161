import { checkStamp, defineTransport, filledWords, writeStamp } from 'clone-transfer-share/transport';

/**
 * A transport in a project of your own: an object around the buffer.
 *
 *     npx clone-transfer-share bench --transport clone,./own-transport.ts
 */
export const transport = defineTransport({
  title: 'structured clone each way, in an object',
  needs: [],
  copies: true,

  openMain({ sizeBytes, post, receive }) {
    const words = filledWords(sizeBytes);
    let received = words;
    return {
      roundTrip(stamp) {
        writeStamp(words, stamp);
        post({ words });
        return receive((data) => {
          received = (data as { words: typeof words }).words;
          checkStamp(received, stamp + 1);
        });
      },
      received: () => received,
    };
  },

  openWorker({ post }) {
    let stamp = 1;
    return (data) => {
      const { words } = data as { words: Int32Array };
      checkStamp(words, stamp);
      writeStamp(words, stamp + 1);
      stamp += 2;
      post({ words });
    };
  },
});
