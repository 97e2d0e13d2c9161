import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

const KIB = 1024;

/**
 * The A/A check: clone again, under another name. If a run finds a difference between the two, the difference is false.
 */
export const transport: Transport = {
  ...clone,
  title: 'clone again, for the A/A check',
  sizesBytes: [KIB, KIB ** 2, 16 * KIB ** 2],
};
