import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

/** More than the warm-up before the watched window, so that it fails while it is watched. */
const GOOD_ANSWERS = 15;
const OBJECTS = 20_000;

/** For the tests: its worker makes garbage without end, and throws after some answers. */
export const transport: Transport = {
  ...clone,
  openWorker(context) {
    const handle = clone.openWorker?.(context);
    let answers = 0;
    let litter: unknown[] = [];
    setInterval(() => {
      litter = Array.from({ length: OBJECTS }, (_, made) => ({ made, before: litter.length }));
    }, 1);
    return (data) => {
      if (answers++ === GOOD_ANSWERS) throw new Error('thrown while watched');
      handle?.(data);
    };
  },
};
