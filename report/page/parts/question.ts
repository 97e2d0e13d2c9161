import type { Question } from '../../../results/findings/adviser.ts';
import { formatSize, parseSize, SIZES_BYTES } from '../../../results/schema/sizes.ts';
import type { PageState } from './page-state.ts';

const SMALLEST_BYTES = SIZES_BYTES[0] ?? 1024;
const LARGEST_BYTES = SIZES_BYTES.at(-1) ?? SMALLEST_BYTES;
/** Slider steps per doubling of the size. */
const STEPS = 4;
export const MOST_STEPS = STEPS * Math.log2(LARGEST_BYTES / SMALLEST_BYTES);
const DEFAULT_BYTES = 1024 ** 2;
const DEFAULT_RATE = 60;

/** The names of the question's parts in the URL. */
const YES = '1';
const NO = '0';

/** The reader's question: every control that changes it and every place that answers it has the same one. The URL keeps it. */
export class AskedQuestion {
  readonly #state: PageState;
  readonly #listeners: (() => void)[] = [];
  #value: Question;

  constructor(state: PageState) {
    this.#state = state;
    const isSet = (name: string, byDefault: boolean) => (state.get(name) ?? (byDefault ? YES : NO)) === YES;
    this.#value = {
      sizeBytes: toBytes(toStep(parseSize(state.get('size') ?? '') ?? DEFAULT_BYTES)),
      perSecond: rateOf(state.get('rate')),
      workers: countOf(state.get('workers')),
      inWasmMemory: isSet('wasm', false),
      bothKeep: isSet('keep', false),
      canBeIsolated: isSet('isolated', true),
    };
  }

  get value(): Question {
    return this.#value;
  }

  change(change: Partial<Question>): void {
    this.#value = { ...this.#value, ...change };
    const { sizeBytes, perSecond, workers, inWasmMemory, bothKeep, canBeIsolated } = this.#value;
    this.#state.set('size', formatSize(sizeBytes, '', 15));
    this.#state.set('rate', String(perSecond));
    this.#state.set('workers', String(workers));
    this.#state.set('wasm', inWasmMemory ? YES : NO);
    this.#state.set('keep', bothKeep ? YES : NO);
    this.#state.set('isolated', canBeIsolated ? YES : NO);
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

function rateOf(text: string | null): number {
  const rate = Number(text ?? Number.NaN);
  return Number.isFinite(rate) && rate >= 0 && text !== '' ? rate : DEFAULT_RATE;
}

function countOf(text: string | null): number {
  const count = Number(text ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

/** The step of a slider that is nearest to a size. */
export function toStep(sizeBytes: number): number {
  const within = Math.min(Math.max(sizeBytes, SMALLEST_BYTES), LARGEST_BYTES);
  return Math.round(STEPS * Math.log2(within / SMALLEST_BYTES));
}

/** Rounded to a multiple of 64 bytes, because a step between two powers of two is not a whole number. */
export function toBytes(step: number): number {
  return Math.round((SMALLEST_BYTES * 2 ** (step / STEPS)) / 64) * 64;
}

export function sizeInWords(sizeBytes: number): string {
  return formatSize(sizeBytes, ' ', 3);
}
