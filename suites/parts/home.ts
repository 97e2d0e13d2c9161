import type { MainContext } from '../transport.ts';
import { kernelOn } from './kernel.ts';
import { workingSetIn } from './memory.ts';
import { fillPattern, sumOfPattern } from './stamp.ts';

/** A working set where it lives, filled, to each word of which a round trip adds 1; and its checksum by Wasm. */
export function homeOf({ sizeBytes, wasm }: MainContext, memory: WebAssembly.Memory) {
  const words = workingSetIn(memory, sizeBytes);
  fillPattern(words);
  const kernel = kernelOn(memory, wasm);
  return {
    words,
    check(roundTrips: number): void {
      const expected = (sumOfPattern(words.length) + Math.imul(words.length, roundTrips)) | 0;
      const sum = kernel.sum(sizeBytes);
      if (sum !== expected) {
        throw new Error(`the words of the working set add up to ${sum} instead of ${expected} (modulo 2^32)`);
      }
    },
  };
}

/** What has been added to each word after the round trip of a stamp: stamps are the odd numbers in order. */
export function bumpsAfter(stamp: number): number {
  return (stamp + 1) / 2;
}
