import { bumpsAfter, homeOf } from '../parts/home.ts';
import { checkBumped } from '../parts/stamp.ts';
import type { Suite } from '../suite.ts';
import type { MainContext, Transport } from '../transport.ts';

const MIB = 1024 ** 2;

/** One thread makes one pass that adds 1 to every word of a shared memory, with plain or atomic access. */
export const suite: Suite = {
  name: 'atomics',
  question: 'What does it cost to make every access to shared memory atomic?',
  figure: { id: 'pass', title: 'time per pass', one: 'pass', many: 'passes' },
  areRivals: true,
  answers: null,
  breakEven: null,
  baseline: null,
  work: null,
  crossings: 0,
  parameter: null,
  sizesBytes: [64 * 1024, MIB, 16 * MIB],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.15,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: {
      'js-atomic': pass(
        'JavaScript, with Atomics.load and Atomics.store',
        'js-plain',
        inJavaScript(atomically),
      ),
      'wasm-atomic': pass('Wasm, with i32.atomic.load and i32.atomic.store', 'wasm-plain', inWasm('atomic')),
    },
    controls: {
      'js-plain': pass('JavaScript, without Atomics', null, inJavaScript(plainly)),
      'wasm-plain': pass('Wasm, with i32.load and i32.store', null, inWasm('plain')),
    },
  },
};

/** Creates the function that makes one pass over the words. */
type Pass = (words: Int32Array, context: MainContext) => () => void;

/** @param control The same pass without atomic access. */
function pass(title: string, control: string | null, makePass: Pass): Transport {
  return {
    title,
    needs: ['shared-memory'],
    copies: true,
    controls: control === null ? [] : [control],

    openMain(context) {
      const { words, check } = homeOf(context, context.sharedMemory());
      const goOver = makePass(words, context);
      return {
        roundTrip(stamp) {
          goOver();
          checkBumped(words, bumpsAfter(stamp));
        },
        received: () => null,
        check,
      };
    },
  };
}

function inJavaScript(goOver: (words: Int32Array) => void): Pass {
  return (words) => () => goOver(words);
}

// The length is read once, as V8 takes longer to read it once a buffer has been transferred (parts/stamp.ts).
function plainly(words: Int32Array): void {
  const { length } = words;
  for (let index = 0; index < length; index++) words[index] = (words[index] as number) + 1;
}

function atomically(words: Int32Array): void {
  const { length } = words;
  for (let index = 0; index < length; index++) Atomics.store(words, index, Atomics.load(words, index) + 1);
}

function inWasm(name: 'plain' | 'atomic'): Pass {
  return (_, { sizeBytes, sharedMemory, wasm }) => {
    const module = new WebAssembly.Module(wasm.passes);
    const { exports } = new WebAssembly.Instance(module, { env: { memory: sharedMemory() } });
    const goOver = exports[name] as (bytes: number) => void;
    return () => goOver(sizeBytes);
  };
}
