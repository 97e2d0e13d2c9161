import { IMAGE_EDGE, image, type Program } from './program.ts';

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

/** Here a thread that waits in WebAssembly is not woken by WebAssembly in another thread, which rayon’s threads rely on. */
const DOES_NOT_WAKE = /^Node\.js\/20\b/;

/** Rust, with wasm-bindgen-rayon. */
export const program: Program = {
  async start({ vendor, threads }) {
    if (DOES_NOT_WAKE.test(navigator.userAgent)) {
      throw new Error(
        'in Node 20, threads that wait in WebAssembly are not woken, and the program would hang',
      );
    }
    const oxipng = (await import(
      /* @vite-ignore */ new URL('oxipng/squoosh_oxipng.js', vendor).href
    )) as Oxipng;
    await oxipng.default();
    await oxipng.initThreadPool(threads);
    const pixels = image();
    return async () => oxipng.optimise_raw(pixels, IMAGE_EDGE, IMAGE_EDGE, 2, false, false);
  },
};
