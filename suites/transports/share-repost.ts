import { filledShared, sender, touchShared } from '../parts/hand-written.ts';
import { answeringMemory, postingMemory, workingSetIn } from '../parts/memory.ts';
import { fillPattern } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

const touchMemory = (data: unknown) => touchShared(new Int32Array((data as WebAssembly.Memory).buffer));

export const transport: Transport = {
  title: 'one shared memory, posted with every message',
  needs: ['shared-memory'],
  copies: false,

  openMain({ sizeBytes, sharedMemory, ...channel }) {
    const memory = sharedMemory();
    const words = workingSetIn(memory, sizeBytes);
    fillPattern(words);
    return { ...postingMemory(memory, sizeBytes, channel), received: () => words };
  },

  openWorker: ({ sizeBytes, post }) => answeringMemory(sizeBytes, post),

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
