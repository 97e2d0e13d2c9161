import { SHARING } from '../parts/candidates.ts';
import { filledShared, sender, touchShared } from '../parts/hand-written.ts';
import { workingSetIn } from '../parts/memory.ts';
import { fillPattern, loadStamp, storeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

export const transport: Transport = {
  title: 'one shared memory, posted once; a signal each way',
  needs: ['shared-memory'],
  copies: false,
  candidate: SHARING,
  followedTo: ['ping'],

  openMain({ sizeBytes, post, receive, sharedMemory }) {
    const memory = sharedMemory();
    const words = workingSetIn(memory, sizeBytes);
    fillPattern(words);
    return {
      setup: memory,
      roundTrip(stamp) {
        storeStamp(words, stamp);
        post(null);
        return receive(() => loadStamp(words, stamp + 1));
      },
      received: () => words,
    };
  },

  openWorker({ sizeBytes, post, setup }) {
    const words = workingSetIn(setup as WebAssembly.Memory, sizeBytes);
    let stamp = 1;
    return () => {
      loadStamp(words, stamp);
      storeStamp(words, stamp + 1);
      stamp += 2;
      post(null);
    };
  },

  handWritten: {
    openMain({ worker, sizeBytes, sharedMemory }) {
      const memory = sharedMemory();
      const words = filledShared(memory, sizeBytes);
      const send = sender(worker, () => touchShared(words));
      return {
        setup: memory,
        roundTrip() {
          touchShared(words);
          return send(null, []);
        },
        left: () => null,
      };
    },
    openWorker({ sizeBytes, post, setup }) {
      const words = workingSetIn(setup as WebAssembly.Memory, sizeBytes);
      return () => {
        touchShared(words);
        post(null, []);
      };
    },
  },
};
