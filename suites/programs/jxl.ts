import { IMAGE_EDGE, image, type Pixels, type Program } from './program.ts';

interface Encoder {
  encode(data: Uint8ClampedArray, width: number, height: number, options: object): Uint8Array | null;
}

const OPTIONS = {
  effort: 7,
  quality: 75,
  progressive: false,
  epf: -1,
  lossyPalette: false,
  decodingSpeedTier: 0,
  photonNoiseIso: 0,
  lossyModular: false,
  lossless: false,
};

/** Deno has only module workers, and the program asks for a classic one; the file of its threads runs as either. */
class ModuleWorker extends Worker {
  constructor(url: string | URL) {
    super(url, { type: 'module' });
  }
}

/** C++, with Emscripten's pthreads. It starts `navigator.hardwareConcurrency` threads. */
export const program: Program = {
  async start({ vendor, threads }) {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads, configurable: true });
    if ('Deno' in globalThis) globalThis.Worker = ModuleWorker;
    const { default: load } = (await import(
      /* @vite-ignore */ new URL('jxl/jxl_enc_mt.js', vendor).href
    )) as {
      default: () => Promise<Encoder>;
    };
    const encoder = await load();
    let pixels: Pixels | undefined;
    return async () => {
      pixels ??= image();
      const encoded = encoder.encode(pixels, IMAGE_EDGE, IMAGE_EDGE, OPTIONS);
      if (!encoded) throw new Error('nothing was encoded');
      return encoded;
    };
  },
};
