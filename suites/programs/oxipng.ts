import { IMAGE_EDGE, image, type Pixels, type Program } from './program.ts';

interface Oxipng {
  default(): Promise<unknown>;
  initThreadPool(threads: number): Promise<unknown>;
  optimise_raw(
    data: Uint8ClampedArray,
    width: number,
    height: number,
    level: number,
    interlace: boolean,
    optimiseAlpha: boolean,
  ): Uint8Array;
}

/** Here the program waits in WebAssembly for the threads of its pool, and is not woken. */
const HANGS_IN = /^Node\.js\/20\b/;

/** Rust, with wasm-bindgen-rayon. */
export const program: Program = {
  async start({ vendor, threads }) {
    if (HANGS_IN.test(navigator.userAgent)) {
      throw new Error('in Node 20, it waits for its threads without end');
    }
    const oxipng = (await import(
      /* @vite-ignore */ new URL('oxipng/squoosh_oxipng.js', vendor).href
    )) as Oxipng;
    await oxipng.default();
    await oxipng.initThreadPool(threads);
    let pixels: Pixels | undefined;
    return async () => {
      pixels ??= image();
      return oxipng.optimise_raw(pixels, IMAGE_EDGE, IMAGE_EDGE, 2, false, false);
    };
  },
};
