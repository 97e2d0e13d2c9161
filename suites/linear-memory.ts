import { transport as ping } from './controls/ping.ts';
import { CLONING, SHARING, TRANSFERRING } from './parts/candidates.ts';
import { bumpsAfter, homeOf } from './parts/home.ts';
import { kernelOn } from './parts/kernel.ts';
import { newMemory, workingSetIn } from './parts/memory.ts';
import { checkBumped, checkDetached } from './parts/stamp.ts';
import type { Suite } from './suite.ts';
import type { Post, Transport } from './transport.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
/** The bounds of all transports: messages for a small working set, the kernel's pass for a large one. */
const CONTROLS = ['ping', 'kernel'];

/**
 * The working set is in the main side's Wasm memory, a Wasm kernel on the other side reads and writes every byte, and the
 * result must return to the main side's memory. A memory that is not shared can be neither transferred nor cloned: a program
 * copies the data out, sends them and copies them in, and returns them in the same way.
 */
export const suite: Suite = {
  name: 'linear-memory',
  question: 'How long does a worker’s Wasm take to process data that live in the page’s Wasm memory?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: 'wasm-memory',
  breakEven: null,
  baseline: 'clone',
  work: 'kernel',
  crossings: 2,
  parameter: null,
  sizesBytes: [KIB, 64 * KIB, MIB, 16 * MIB],
  anySizeUpToBytes: 1024 * MIB,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'full',
  measuredBy: 'quick',
  sharesLaunches: true,
  methods: {
    transports: {
      clone: {
        ...copying('copied out, cloned, copied in, the kernel, and back', 'clones'),
        candidate: CLONING,
      },
      transfer: {
        ...copying(
          'copied out, transferred, copied in, the kernel, and back in the same buffer',
          'transfers',
        ),
        // The transferred buffer is a copy.
        candidate: { ...TRANSFERRING, senderKeeps: true },
      },
      share: { ...inPlace(), candidate: SHARING },
    },
    controls: { ping, kernel: kernelAlone() },
  },
};

function copying(title: string, how: 'clones' | 'transfers'): Transport {
  const transfers = how === 'transfers';
  const handOver = (post: Post, { buffer }: Int32Array<ArrayBuffer>) => {
    post(buffer, transfers ? [buffer] : []);
    if (transfers) checkDetached(buffer);
  };
  return {
    title,
    needs: [],
    copies: true,
    controls: CONTROLS,

    openMain(context) {
      const { sizeBytes, post, receive } = context;
      const { words, check } = homeOf(context, context.plainMemory());
      let outbox = new Int32Array(new ArrayBuffer(sizeBytes));
      return {
        async roundTrip(stamp) {
          outbox.set(words);
          handOver(post, outbox);
          const inbox = new Int32Array((await receive()) as ArrayBuffer);
          words.set(inbox);
          if (transfers) outbox = inbox;
          checkBumped(words, bumpsAfter(stamp));
        },
        received: () => null,
        check,
      };
    },

    openWorker({ sizeBytes, post, wasm }) {
      const memory = newMemory(sizeBytes, 'plain');
      const kernel = kernelOn(memory, wasm);
      const words = workingSetIn(memory, sizeBytes);
      let bumps = 0;
      return (data) => {
        const box = new Int32Array(data as ArrayBuffer);
        words.set(box);
        checkBumped(words, bumps++);
        kernel.bump(sizeBytes);
        box.set(words);
        handOver(post, box);
      };
    },
  };
}

function inPlace(): Transport {
  return {
    title: 'a signal, the kernel on the one shared memory, and a signal back',
    needs: ['shared-memory'],
    copies: false,
    controls: CONTROLS,

    openMain(context) {
      const memory = context.sharedMemory();
      const { words, check } = homeOf(context, memory);
      return {
        setup: memory,
        async roundTrip(stamp) {
          context.post(null);
          await context.receive();
          checkBumped(words, bumpsAfter(stamp));
        },
        received: () => null,
        check,
      };
    },

    openWorker({ sizeBytes, post, setup, wasm }) {
      const memory = setup as WebAssembly.Memory;
      const kernel = kernelOn(memory, wasm);
      const words = workingSetIn(memory, sizeBytes);
      let bumps = 0;
      return () => {
        checkBumped(words, bumps++);
        kernel.bump(sizeBytes);
        post(null);
      };
    },
  };
}

/** The work alone. The rest of a round trip is movement. */
function kernelAlone(): Transport {
  return {
    title: 'the kernel alone, on the main thread',
    needs: [],
    // Its bytes bound the time, and it holds a working set: its memory is not what the engine takes by itself.
    copies: true,

    openMain(context) {
      const memory = context.plainMemory();
      const { words, check } = homeOf(context, memory);
      const kernel = kernelOn(memory, context.wasm);
      return {
        roundTrip(stamp) {
          kernel.bump(context.sizeBytes);
          checkBumped(words, bumpsAfter(stamp));
        },
        received: () => null,
        check,
      };
    },
  };
}
