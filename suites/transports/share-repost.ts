import { workingSetIn } from '../parts/memory.ts';
import { fillPattern, loadStamp, storeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

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
};
