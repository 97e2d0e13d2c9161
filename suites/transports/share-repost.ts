import { filledShared, sender, touchShared } from '../parts/hand-written.ts';
import { answeringMemory, postingMemory, workingSetIn } from '../parts/memory.ts';
import { fillPattern } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

const touchMemory = (data: unknown, sizeBytes: number) =>
  touchShared(workingSetIn(data as WebAssembly.Memory, sizeBytes));

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
      const send = sender(worker, (data) => touchMemory(data, sizeBytes));
      return {
        roundTrip() {
          touchMemory(memory, sizeBytes);
          return send(memory, []);
        },
        left: () => null,
      };
    },
    openWorker:
      ({ sizeBytes, post }) =>
      (data) => {
        touchMemory(data, sizeBytes);
        post(data, []);
      },
  },
};
