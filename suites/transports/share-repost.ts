import { filledShared, sender, touchShared } from '../parts/hand-written.ts';
import { workingSetIn } from '../parts/memory.ts';
import { fillPattern, loadStamp, storeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

const touchMemory = (data: unknown) => touchShared(new Int32Array((data as WebAssembly.Memory).buffer));

export const transport: Transport = {
  title: 'one shared memory, posted with every message',
  needs: ['shared-memory'],
  copies: false,

  openMain({ sizeBytes, post, receive, sharedMemory }) {
    const memory = sharedMemory();
    const words = workingSetIn(memory, sizeBytes);
    fillPattern(words);
    return {
      roundTrip(stamp) {
        storeStamp(words, stamp);
        post(memory);
        return receive((data) => loadStamp(workingSetIn(data as WebAssembly.Memory, sizeBytes), stamp + 1));
      },
      received: () => words,
    };
  },

  openWorker({ sizeBytes, post }) {
    let stamp = 1;
    return (data) => {
      const memory = data as WebAssembly.Memory;
      const words = workingSetIn(memory, sizeBytes);
      loadStamp(words, stamp);
      storeStamp(words, stamp + 1);
      stamp += 2;
      post(memory);
    };
  },

  handWritten: {
    openMain({ worker, sizeBytes, sharedMemory }) {
      const memory = sharedMemory();
      filledShared(memory, sizeBytes);
      const send = sender(worker, touchMemory);
      return {
        roundTrip() {
          touchMemory(memory);
          return send(memory, []);
        },
        left: () => null,
      };
    },
    openWorker:
      ({ post }) =>
      (data) => {
        touchMemory(data);
        post(data, []);
      },
  },
};
