import { checkStamp, writeStamp } from '../parts/stamp.ts';
import type { Transport } from '../transport.ts';

/** One copy of the working set into memory that the system has not provided yet, as for the copies of a clone. */
export const transport: Transport = {
  title: 'one copy into fresh memory, on the main thread',
  needs: [],
  copies: true,

  openMain({ workingSet }) {
    const source = workingSet();
    let target: Int32Array = source;
    return {
      roundTrip(stamp) {
        writeStamp(source, stamp + 1);
        target = source.slice();
        checkStamp(target, stamp + 1);
      },
      received: () => target,
    };
  },
};
