import type { Question, Shape } from '../../../results/advice/question.ts';
import { formatSize, parseSize } from '../../../results/schema/sizes.ts';
import type { PageState } from './page-state.ts';
import type { SizeScale } from './size-scale.ts';

const DEFAULT_BYTES = 1024 ** 2;
const DEFAULT_RATE = 60;

/** What the reader's data may be, by its name in the URL. */
export const DATA = {
  bytes: { words: 'bytes', inWasmMemory: false, shapeOf: () => null },
  wasm: { words: 'bytes in a Wasm memory', inWasmMemory: true, shapeOf: () => null },
  objects: {
    words: 'an array of objects',
    inWasmMemory: false,
    shapeOf: (records) => ({ kind: 'objects', records }),
  },
  string: {
    words: 'a string, one byte a character',
    inWasmMemory: false,
    shapeOf: () => ({ kind: 'string', bytesPerCharacter: 1 }),
  },
  'wide-string': {
    words: 'a string, two bytes a character',
    inWasmMemory: false,
    shapeOf: () => ({ kind: 'string', bytesPerCharacter: 2 }),
  },
  frames: { words: '1080p frames', inWasmMemory: false, shapeOf: () => ({ kind: 'frames' }) },
} as const satisfies Record<
  string,
  {
    readonly words: string;
    readonly inWasmMemory: boolean;
    readonly shapeOf: (records: number) => Shape | null;
  }
>;
export type DataName = keyof typeof DATA;
export const DATA_NAMES = Object.keys(DATA) as DataName[];
const DEFAULT_RECORDS = 1_000;
/** The numbers of workers that can be asked for. */
export const WORKERS = [1, 2, 4, 8];

/** The names of the question's parts in the URL. */
const YES = '1';
const NO = '0';

/** The reader's question: every control that changes it and every place that answers it has the same one. The URL keeps it. */
export class AskedQuestion {
  readonly #state: PageState;
  /** The sizes that can be asked for. */
  readonly scale: SizeScale;
  readonly #listeners: (() => void)[] = [];
  #value: Question;
  #data: DataName;
  #records: number;

  constructor(state: PageState, scale: SizeScale) {
    this.#state = state;
    this.scale = scale;
    const isSet = (name: string, byDefault: boolean) => (state.get(name) ?? (byDefault ? YES : NO)) === YES;
    this.#data = DATA_NAMES.find((name) => name === state.get('data')) ?? 'bytes';
    this.#records = recordsOf(state.get('records'));
    this.#value = {
      sizeBytes: scale.toBytes(
        scale.toStep(parseSize(state.get('size') ?? '') ?? scale.nearest(DEFAULT_BYTES)),
      ),
      perSecond: rateOf(state.get('rate')),
      workers: countOf(state.get('workers')),
      ...this.#ofData(),
      bothKeep: isSet('keep', false),
      canBeIsolated: isSet('isolated', true),
    };
  }

  get data(): DataName {
    return this.#data;
  }

  get records(): number {
    return this.#records;
  }

  /** @param records Of an array of objects. */
  changeData(data: DataName, records: number): void {
    this.#data = data;
    this.#records = records;
    this.#state.set('data', data);
    this.#state.set('records', String(records));
    this.change(this.#ofData());
  }

  #ofData(): Pick<Question, 'inWasmMemory' | 'shape'> {
    const { inWasmMemory, shapeOf } = DATA[this.#data];
    return { inWasmMemory, shape: shapeOf(this.#records) };
  }

  get value(): Question {
    return this.#value;
  }

  change(change: Partial<Question>): void {
    this.#value = { ...this.#value, ...change };
    const { sizeBytes, perSecond, workers, bothKeep, canBeIsolated } = this.#value;
    this.#state.set('size', formatSize(sizeBytes, '', 15));
    this.#state.set('rate', String(perSecond));
    this.#state.set('workers', String(workers));
    this.#state.set('keep', bothKeep ? YES : NO);
    this.#state.set('isolated', canBeIsolated ? YES : NO);
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

function recordsOf(text: string | null): number {
  const records = Number(text ?? Number.NaN);
  return Number.isInteger(records) && records >= 1 ? records : DEFAULT_RECORDS;
}

function rateOf(text: string | null): number {
  const rate = Number(text ?? Number.NaN);
  return Number.isFinite(rate) && rate >= 0 && text !== '' ? rate : DEFAULT_RATE;
}

function countOf(text: string | null): number {
  const count = Number(text);
  return WORKERS.includes(count) ? count : 1;
}

export function sizeInWords(sizeBytes: number): string {
  return formatSize(sizeBytes, ' ', 3);
}
