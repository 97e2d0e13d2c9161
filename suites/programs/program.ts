/** A real program with threads, which a worker starts. */
export interface Program {
  /** The base URL of its files, as its package ships them. */
  start(context: {
    readonly vendor: URL;
    readonly threads: number;
    readonly wasm: Uint8Array<ArrayBuffer>;
  }): Promise<Job>;
}

/** Does the same job each time; returns its output. What it works on is made in the first job, as a start is timed. */
export type Job = () => Promise<Uint8Array>;

export type ProgramName = 'oxipng' | 'jxl' | 'kernel-pool';

/** Messages to the worker that runs a program: first a start, then one job after another. */
export type ProgramCommand =
  | {
      readonly kind: 'start';
      readonly program: ProgramName;
      readonly vendor: string;
      readonly threads: number;
      readonly wasm: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'run' };

export type ProgramAnswer =
  | { readonly kind: 'done'; readonly durationMs: number; readonly digest: number | null }
  | { readonly kind: 'failed'; readonly reason: string };

/** Large enough for a codec to split between several threads. */
export const IMAGE_EDGE = 512;

export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** An RGBA picture: smooth, with some noise, and the same in every engine. */
export function image(): Pixels {
  const bytes = new Uint8ClampedArray(4 * IMAGE_EDGE ** 2);
  let noise = 1;
  for (let pixel = 0; pixel < IMAGE_EDGE ** 2; pixel++) {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0;
    const [x, y] = [pixel % IMAGE_EDGE, Math.floor(pixel / IMAGE_EDGE)];
    const at = 4 * pixel;
    bytes[at] = x ^ y;
    bytes[at + 1] = (x + y) / 2;
    bytes[at + 2] = y + (noise >>> 29);
    bytes[at + 3] = 255;
  }
  return bytes;
}

/** 32-bit FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function digestOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
