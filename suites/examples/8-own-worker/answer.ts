import { checkStamp, writeStamp } from '../../parts/stamp.ts';

let stamp = 1;

/** Checks the stamp, and writes the next. */
export function answer(buffer: ArrayBuffer): ArrayBuffer {
  const words = new Int32Array(buffer);
  checkStamp(words, stamp);
  writeStamp(words, stamp + 1);
  stamp += 2;
  return buffer;
}
