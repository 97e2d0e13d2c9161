import { ifSupported } from '../../parts/errors.ts';
import { checkStamp, filledWords, writeStamp } from '../../parts/stamp.ts';
import type { Transport } from '../../transport.ts';

/**
 * Two transferred streams. What an engine cannot do is tried in `ifSupported`: the cell is then `unsupported`, with its words.
 *
 *     npm run bench -- --transport clone,./suites/examples/6-stream/stream.ts
 */
interface Streams {
  readonly there: ReadableStream<ArrayBuffer>;
  readonly back: WritableStream<ArrayBuffer>;
}

export const transport: Transport = {
  title: 'a chunk of a transferred stream there, and a chunk of another back',
  needs: [],
  copies: true,
  hasOwnChannel: true,

  openMain({ sizeBytes }) {
    ifSupported(() => {
      const { readable } = new TransformStream();
      structuredClone(readable, { transfer: [readable] });
    });
    const [there, back] = [new TransformStream<ArrayBuffer>(), new TransformStream<ArrayBuffer>()];
    const writer = there.writable.getWriter();
    const reader = back.readable.getReader();
    const words = filledWords(sizeBytes);
    let received = words;
    return {
      setup: { there: there.readable, back: back.writable } satisfies Streams,
      setupTransfer: [there.readable, back.writable],
      async roundTrip(stamp) {
        writeStamp(words, stamp);
        const [{ value }] = await Promise.all([reader.read(), writer.write(words.buffer)]);
        if (!value) throw new Error('the stream has ended');
        received = new Int32Array(value);
        checkStamp(received, stamp + 1);
      },
      received: () => received,
      end: () => void writer.close().catch(() => {}),
    };
  },

  openWorker({ setup, post }) {
    const { there, back } = setup as Streams;
    let stamp = 1;
    const answer = (chunk: ArrayBuffer) => {
      const words = new Int32Array(chunk);
      checkStamp(words, stamp);
      writeStamp(words, stamp + 1);
      stamp += 2;
      return chunk;
    };
    const answers = new TransformStream<ArrayBuffer, ArrayBuffer>({
      transform: (chunk, controller) => controller.enqueue(answer(chunk)),
    });
    // A wrong stamp ends both streams, and so the page's round trip.
    there.pipeThrough(answers).pipeTo(back).catch(post);
    return () => {};
  },
};
