import type { Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';

const KIB = 1024;

/**
 * The A/A check: clone once more, under another name. A run that tells the two apart, tells apart what does not differ.
 */
export const transport: Transport = {
  ...clone,
  title: 'clone again, for the A/A check',
  sizesBytes: [KIB, KIB ** 2, 16 * KIB ** 2],
};
