import type { SuiteInfo } from '../../../results/schema/run.ts';
import { SIZES_BYTES } from '../../../results/schema/sizes.ts';

/** Slider steps per doubling of the size. */
const STEPS = 4;
/** A single measured size has this factor of room on either side. */
const AROUND = 4;

/** The sizes of a slider and of a chart's axis: from the smallest measured size to the largest. */
export class SizeScale {
  /** The measured sizes, in ascending order. */
  readonly sizesBytes: readonly number[];
  readonly #smallestBytes: number;
  readonly #largestBytes: number;

  constructor(measuredBytes: readonly number[]) {
    const own = [...new Set(measuredBytes)].sort((a, b) => a - b);
    this.sizesBytes = own.length > 0 ? own : SIZES_BYTES;
    const [first = 1, last = 1] = [this.sizesBytes[0], this.sizesBytes.at(-1)];
    const room = first === last ? AROUND : 1;
    this.#smallestBytes = first / room;
    this.#largestBytes = last * room;
  }

  /** The sizes of the suites from which the adviser answers about bytes and strings. */
  static of(suites: readonly SuiteInfo[]): SizeScale {
    const answering = suites.filter(({ answers }) => answers !== null && answers !== 'frames');
    return new SizeScale(
      answering.flatMap(({ sizesBytes }) => sizesBytes.filter((sizeBytes) => sizeBytes > 0)),
    );
  }

  /** The measured size that is nearest to another. */
  nearest(sizeBytes: number): number {
    const distance = (one: number) => Math.abs(Math.log(one / sizeBytes));
    return this.sizesBytes.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  }

  get mostSteps(): number {
    return Math.ceil(STEPS * Math.log2(this.#largestBytes / this.#smallestBytes));
  }

  /** The step that is nearest to a size. */
  toStep(sizeBytes: number): number {
    const within = Math.min(Math.max(sizeBytes, this.#smallestBytes), this.#largestBytes);
    return Math.round(STEPS * Math.log2(within / this.#smallestBytes));
  }

  /** The measured size of a step, or else a multiple of 64 bytes, because a step between two powers of two is not a whole number. */
  toBytes(step: number): number {
    const exact = Math.min(this.#smallestBytes * 2 ** (step / STEPS), this.#largestBytes);
    const measured = this.sizesBytes.find((one) => Math.abs(STEPS * Math.log2(one / exact)) < 0.5);
    return measured ?? Math.max(64, Math.round(exact / 64) * 64);
  }

  /** Where a size is on a logarithmic axis, from 0 to 1. */
  shareOf(sizeBytes: number): number {
    return Math.log(sizeBytes / this.#smallestBytes) / Math.log(this.#largestBytes / this.#smallestBytes);
  }
}
