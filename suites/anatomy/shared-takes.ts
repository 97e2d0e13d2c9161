import type { MainSide } from '../transport.ts';
import { samplesOf, type Take } from './part-samples.ts';
import type { PageSide } from './sides.ts';
import type { Part } from './trip.ts';

/**
 * The round trips of one method, by size, that the parts share: in each cycle the first part makes them, and the others take their
 * share of the same. So the parts of a sample add up.
 */
export class SharedTakes {
  readonly #takes = new Map<number, { readonly take: Take; readonly given: Set<Part> }>();

  async samples(
    page: PageSide,
    sizeBytes: number,
    part: Part,
    durationMs: number,
  ): ReturnType<NonNullable<MainSide['samples']>> {
    const known = this.#takes.get(sizeBytes);
    const isNew = !known || known.given.has(part);
    const { take, given } = isNew ? { take: await page.take(durationMs), given: new Set<Part>() } : known;
    given.add(part);
    this.#takes.set(sizeBytes, { take, given });
    const found = samplesOf(part, take);
    if ('reason' in found) return found;
    // The part that made the round trips accounts for their warm-up.
    return { ...found, warmup: isNew ? take.warmup : 0, warmupMs: isNew ? take.warmupMs : 0 };
  }

  forget(sizeBytes: number): void {
    this.#takes.delete(sizeBytes);
  }
}
