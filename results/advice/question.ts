import type { HandOff, SuiteInfo } from '../schema/run.ts';
import { formatSize } from '../schema/sizes.ts';
import type { CellSummary } from '../summary/summary.ts';

/** The hand-off that a program needs: its size, its rate and its constraints. */
export interface Question {
  readonly sizeBytes: number;
  readonly perSecond: number;
  /** Whether the data are in a Wasm memory on the page. */
  readonly inWasmMemory: boolean;
  /** Whether the page must keep the data while the worker has them. */
  readonly bothKeep: boolean;
  readonly workers: number;
  /** Whether the page can be cross-origin isolated. */
  readonly canBeIsolated: boolean;
  /** What the data are; `null`: bytes, in a Wasm memory or not. */
  readonly shape: Shape | null;
}

/** Data that are not bytes, or are known to be frames. */
export type Shape =
  | { readonly kind: 'objects'; readonly records: number }
  | { readonly kind: 'string'; readonly bytesPerCharacter: 1 | 2 }
  /** 1080p frames, whatever size the question has. */
  | { readonly kind: 'frames' };

export function handOffOf({ shape, workers, inWasmMemory }: Question): HandOff {
  if (shape) return shape.kind;
  if (inWasmMemory) return 'wasm-memory';
  return workers > 1 ? 'workers' : 'working-set';
}

export const HAND_OFFS: Readonly<Record<HandOff, string>> = {
  'working-set': 'a hand-off of plain data',
  'wasm-memory': 'a hand-off of data in Wasm memory',
  workers: 'a hand-off to several workers',
  objects: 'a hand-off of objects',
  string: 'a hand-off of a string',
  frames: 'a hand-off of frames',
};

/** How much data there are, and which cells of the suite are about such data. */
export interface Extent {
  readonly value: number;
  /** The field of a cell that says how much data it moves. */
  readonly by: 'sizeBytes' | 'parameter';
  readonly noun: 'sizes' | 'numbers of records';
  includes(cell: CellSummary): boolean;
}

export const FORMATS: Readonly<Record<Extent['by'], (value: number) => string>> = {
  sizeBytes: (value) => formatSize(value),
  parameter: String,
};

export function extentOf(
  { shape, sizeBytes, workers }: Question,
  { answers, sizesBytes }: SuiteInfo,
): Extent {
  const bySize = (value: number, parameter: number | null): Extent => ({
    value,
    by: 'sizeBytes',
    noun: 'sizes',
    includes: (cell) => cell.parameter === parameter,
  });
  switch (shape?.kind) {
    case 'objects':
      return {
        value: shape.records,
        by: 'parameter',
        noun: 'numbers of records',
        includes: (cell) => cell.parameter !== null,
      };
    case 'string':
      return bySize(sizeBytes, shape.bytesPerCharacter);
    case 'frames':
      return bySize(sizesBytes[0] ?? sizeBytes, null);
    case undefined:
      return bySize(sizeBytes, answers === 'workers' ? workers : null);
  }
}
