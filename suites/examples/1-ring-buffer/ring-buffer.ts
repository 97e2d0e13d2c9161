import { fillPattern, loadStamp, storeStamp } from '../../parts/stamp.ts';
import type { Transport } from '../../transport.ts';

/**
 * A ring of slots in one shared memory: each round trip uses the next slot, as in a program where one side writes ahead while
 * the other still reads. The working set is copied into its slot and out of it; only the slot's number is posted.
 *
 *     npm run bench -- --transport share,./suites/examples/1-ring-buffer/ring-buffer.ts
 */
const SLOTS = 4;
const WASM_PAGE_BYTES = 65_536;

function slotOf(memory: WebAssembly.Memory, slot: number, sizeBytes: number): Int32Array {
  return new Int32Array(memory.buffer, slot * sizeBytes, sizeBytes / Int32Array.BYTES_PER_ELEMENT);
}

export const transport: Transport = {
  title: `copied into and out of ${SLOTS} slots of one shared memory; a message says which`,
  needs: ['shared-memory'],
  copies: true,

  openMain({ sizeBytes, post, receive }) {
    const pages = Math.ceil((SLOTS * sizeBytes) / WASM_PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const slots = Array.from({ length: SLOTS }, (_, slot) => slotOf(memory, slot, sizeBytes));
    const words = new Int32Array(sizeBytes / Int32Array.BYTES_PER_ELEMENT);
    fillPattern(words);
    let turn = 0;
    return {
      setup: memory,
      async roundTrip(stamp) {
        const number = turn++ % SLOTS;
        const slot = slots[number] as Int32Array;
        storeStamp(words, stamp);
        slot.set(words);
        post(number);
        await receive();
        words.set(slot);
        loadStamp(words, stamp + 1);
      },
      received: () => words,
    };
  },

  openWorker({ sizeBytes, post, setup }) {
    const slots = Array.from({ length: SLOTS }, (_, slot) =>
      slotOf(setup as WebAssembly.Memory, slot, sizeBytes),
    );
    let stamp = 1;
    return (data) => {
      const slot = slots[data as number] as Int32Array;
      loadStamp(slot, stamp);
      storeStamp(slot, stamp + 1);
      stamp += 2;
      post(null);
    };
  },
};
