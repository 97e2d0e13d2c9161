import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Shuffle = <Item>(items: readonly Item[]) => Item[];

/** Fisher-Yates. The same text gives the same orders on every machine. */
export function shuffler(seed: string): Shuffle {
  const random = generator(seed);
  return (items) => {
    const shuffled = [...items];
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = uniformInt(random, 0, index);
      [shuffled[index], shuffled[other]] = [shuffled[other] as never, shuffled[index] as never];
    }
    return shuffled;
  };
}

/** Seeded by a whole text, with the 32-bit FNV-1a hash: http://www.isthe.com/chongo/tech/comp/fnv/ */
function generator(text: string) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return xoroshiro128plus(hash | 0);
}
