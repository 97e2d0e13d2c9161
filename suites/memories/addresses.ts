import { exactSize, MOST_SIZE_BYTES, MOST_WIDE_SIZE_BYTES } from '../../results/schema/sizes.ts';
import { transport as ping } from '../controls/ping.ts';
import { Unsupported } from '../parts/errors.ts';
import { bumpsAfter } from '../parts/home.ts';
import { newWideMemory, workingSetIn } from '../parts/memory.ts';
import { checkBumped, fillPattern, pattern } from '../parts/stamp.ts';
import type { Suite } from '../suite.ts';
import type { Need, Transport, WorkerContext } from '../transport.ts';

const MIB = 1024 ** 2;

/** Makes one pass over the first bytes of a memory. */
type Pass = (sizeBytes: number) => void;

/**
 * One memory is shared, and a Wasm kernel in the worker adds 1 to every word. A memory with 64-bit addresses can have more than
 * 4 GiB, but an engine cannot leave the check of each address to the processor, as it does with 32 bits.
 */
export const suite: Suite = {
  name: 'addresses',
  question: 'What do 64-bit addresses cost, which a memory of more than 4 GiB needs?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: 'share-32',
  work: null,
  crossings: 2,
  parameter: null,
  sizesBytes: [64 * 1024, MIB, 16 * MIB],
  anySizeUpToBytes: MOST_WIDE_SIZE_BYTES,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'full',
  measuredBy: 'full',
  sharesLaunches: false,
  methods: {
    transports: {
      'share-32': sharing('32-bit addresses', [], {
        memoryOf({ sizeBytes, sharedMemory }) {
          // The kernel takes the number of bytes as 32 bits.
          if (sizeBytes >= MOST_SIZE_BYTES)
            throw new Unsupported(
              `with 32-bit addresses, a pass takes less than ${exactSize(MOST_SIZE_BYTES)}`,
            );
          return sharedMemory();
        },
        passOn: (memory, { wasm }) => passOf<number>(wasm.passes, memory),
      }),
      'share-64': sharing('64-bit addresses', ['memory64'], {
        memoryOf: ({ sizeBytes }) => newWideMemory(sizeBytes),
        passOn(memory, { wasm }) {
          const pass = passOf<bigint>(wasm.passes64, memory);
          return (sizeBytes) => pass(BigInt(sizeBytes));
        },
      }),
    },
    controls: { ping },
  },
};

function sharing(
  title: string,
  needs: readonly Need[],
  {
    memoryOf,
    passOn,
  }: {
    readonly memoryOf: (context: Parameters<Transport['openMain']>[0]) => WebAssembly.Memory;
    readonly passOn: (memory: WebAssembly.Memory, context: WorkerContext) => Pass;
  },
): Transport {
  return {
    title: `a signal, a pass over the one shared memory with ${title}, and a signal back`,
    needs: ['shared-memory', ...needs],
    copies: false,
    controls: ['ping'],

    openMain(context) {
      const { sizeBytes, post, receive } = context;
      const memory = memoryOf(context);
      const words = workingSetIn(memory, sizeBytes);
      fillPattern(words);
      return {
        setup: memory,
        async roundTrip(stamp) {
          post(null);
          await receive();
          checkBumped(words, bumpsAfter(stamp));
        },
        received: () => null,
        check(roundTrips) {
          for (let index = 0; index < words.length; index++) {
            if (words[index] !== ((pattern(index) + roundTrips) | 0))
              throw new Error(
                `word ${index} of the working set is ${words[index]} after ${roundTrips} passes`,
              );
          }
        },
      };
    },

    openWorker(context) {
      const { sizeBytes, post, setup } = context;
      const memory = setup as WebAssembly.Memory;
      const pass = passOn(memory, context);
      const words = workingSetIn(memory, sizeBytes);
      let bumps = 0;
      return () => {
        checkBumped(words, bumps++);
        pass(sizeBytes);
        post(null);
      };
    },
  };
}

function passOf<Size>(bytes: BufferSource, memory: WebAssembly.Memory): (sizeBytes: Size) => void {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports['plain'] as (sizeBytes: Size) => void;
}
