import { checkStamp, filledWords, writeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

/** One copy of the working set into memory that is already touched: the case of a guide's "10 GB/s". */
export const transport: Transport = {
  title: 'one copy into touched memory, on the main thread',
  needs: [],
  copies: true,

  openMain({ sizeBytes, workingSet }) {
    const source = workingSet();
    const target = filledWords(sizeBytes);
    return {
      roundTrip(stamp) {
        writeStamp(source, stamp + 1);
        target.set(source);
        checkStamp(target, stamp + 1);
      },
      received: () => target,
    };
  },
};
