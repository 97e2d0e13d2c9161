import type { MainContext } from '../transport.ts';
import { kernelOn } from './kernel.ts';
import { workingSetIn } from './memory.ts';
import { fillPattern, sumOfPattern } from './stamp.ts';

/** A filled working set in the memory where the data live. Each round trip adds 1 to every word; Wasm computes the checksum. */
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
        throw new Error(`the words of the working set add up to ${sum}, expected ${expected} (modulo 2^32)`);
      }
    },
  };
}

/** The number added to each word after the round trip with this stamp: stamps are the odd numbers in order. */
export function bumpsAfter(stamp: number): number {
  return (stamp + 1) / 2;
}
