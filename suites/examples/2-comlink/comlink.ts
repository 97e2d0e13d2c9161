import { type Endpoint, expose, wrap } from 'comlink';
import { checkStamp, filledWords, writeStamp } from '../../parts/stamp.ts';
import type { Transport } from '../../transport.ts';

/**
 * Comlink's remote calls: what an RPC layer adds to a clone. A transport has no access to the worker itself, so the Comlink
 * endpoint here uses the suite's two message functions.
 *
 *     npm run bench -- --transport clone,./suites/examples/2-comlink/comlink.ts
 *     npm run compare -- --base transport=clone --head module=./suites/examples/2-comlink/comlink.ts
 */
interface Remote {
  handle(buffer: ArrayBuffer, stamp: number): ArrayBuffer;
}

type Listener = (event: { readonly data: unknown }) => void;

function endpointOver(post: (message: unknown, transfer?: Transferable[]) => void) {
  const listeners = new Set<Listener>();
  const endpoint = {
    postMessage: post,
    addEventListener: (_: string, listener: Listener) => listeners.add(listener),
    removeEventListener: (_: string, listener: Listener) => listeners.delete(listener),
  } as unknown as Endpoint;
  const hear = (data: unknown) => {
    for (const listener of [...listeners]) listener({ data });
  };
  return { endpoint, hear };
}

export const transport: Transport = {
  title: 'a Comlink call, which clones its argument and its result',
  needs: [],
  copies: true,

  openMain({ sizeBytes, post, receive }) {
    let words = filledWords(sizeBytes);
    const { endpoint, hear } = endpointOver(post);
    const remote = wrap<Remote>(endpoint);
    return {
      async roundTrip(stamp) {
        writeStamp(words, stamp);
        const answer = remote.handle(words.buffer, stamp);
        hear(await receive());
        words = new Int32Array(await answer);
        checkStamp(words, stamp + 1);
      },
      received: () => words,
    };
  },

  openWorker({ post }) {
    const { endpoint, hear } = endpointOver(post);
    const remote: Remote = {
      handle(buffer, stamp) {
        const words = new Int32Array(buffer);
        checkStamp(words, stamp);
        writeStamp(words, stamp + 1);
        return buffer;
      },
    };
    expose(remote, endpoint);
    return hear;
  },
};
