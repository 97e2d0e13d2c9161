import { transport as ping } from '../controls/ping.ts';
import type { Transport } from '../transport.ts';

const PIECE_BYTES = 16 * 1024 ** 2;
/** A limit, so that it does not use up the memory of the machine. */
const MOST_PIECES = 128;

/** For the tests: the main thread allocates memory until none is left. */
export const transport: Transport = {
  ...ping,
  openMain: (context) => ({
    ...ping.openMain(context),
    roundTrip() {
      const hoard: Uint8Array[] = [];
      while (hoard.length < MOST_PIECES) hoard.push(new Uint8Array(PIECE_BYTES).fill(1));
      throw new Error('nothing ended it');
    },
  }),
};
