import { ifSupported, Unsupported } from '../parts/errors.ts';
import { pattern } from '../parts/stamp.ts';

/** A full HD frame of 8-bit red, green, blue and opacity. */
export const WIDTH = 1920;
export const HEIGHT = 1080;
export const FRAME_BYTES = 4 * WIDTH * HEIGHT;

const LAST_X = WIDTH - 1;
const LAST_Y = HEIGHT - 1;
/** The highest byte of a pixel, as a canvas stores colours exactly only if they are opaque. */
const OPAQUE = 0xff << 24;

/** A canvas with a frame. As in a working set, a stamp replaces the first and the last pixel. */
export class FrameCanvas {
  readonly canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #pixel: ImageData;

  /** @throws {Unsupported} with the engine's message. */
  constructor(canvas: OffscreenCanvas = ifSupported(() => new OffscreenCanvas(WIDTH, HEIGHT))) {
    // A program that works on pixels asks for a canvas in memory.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Unsupported('an OffscreenCanvas has no 2d context here');
    // Otherwise the old pixels would remain where a picture that arrives is transparent.
    context.globalCompositeOperation = 'copy';
    this.canvas = canvas;
    this.#context = context;
    this.#pixel = new ImageData(1, 1);
  }

  /** Fills every pixel with a colour of its own. */
  fill(): this {
    const pixels = new ImageData(WIDTH, HEIGHT);
    const words = wordsOf(pixels);
    for (let index = 0; index < words.length; index++) words[index] = pattern(index) | OPAQUE;
    this.#context.putImageData(pixels, 0, 0);
    return this;
  }

  draw(image: CanvasImageSource): void {
    this.#context.drawImage(image, 0, 0);
  }

  writeStamp(stamp: number): void {
    wordsOf(this.#pixel)[0] = stamp | OPAQUE;
    this.#context.putImageData(this.#pixel, 0, 0);
    this.#context.putImageData(this.#pixel, LAST_X, LAST_Y);
  }

  hasStamp(stamp: number): boolean {
    return this.#read(0, 0) === (stamp | OPAQUE) && this.#read(LAST_X, LAST_Y) === (stamp | OPAQUE);
  }

  checkStamp(stamp: number): void {
    if (this.hasStamp(stamp)) return;
    throw new Error(
      `the frame does not show stamp ${stamp}: its first pixel is ${colour(this.#read(0, 0))} and its last ` +
        `${colour(this.#read(LAST_X, LAST_Y))}, expected ${colour(stamp)}`,
    );
  }

  /** Checks every pixel of a filled frame with this stamp. */
  check(stamp: number): void {
    this.checkStamp(stamp);
    const words = wordsOf(this.#context.getImageData(0, 0, WIDTH, HEIGHT));
    for (let index = 1; index < words.length - 1; index++) {
      const expected = pattern(index) | OPAQUE;
      const found = words[index] ?? 0;
      if (found !== expected) {
        throw new Error(
          `the pixel at ${index % WIDTH}, ${Math.floor(index / WIDTH)} of the frame is ${colour(found)}, ` +
            `expected ${colour(expected)}`,
        );
      }
    }
  }

  #read(x: number, y: number): number {
    return wordsOf(this.#context.getImageData(x, y, 1, 1))[0] ?? 0;
  }
}

/** The pixels as 32-bit words, red in the lowest byte. */
function wordsOf({ data }: ImageData): Int32Array {
  return new Int32Array(data.buffer);
}

/** Red, green and blue of a pixel, as in CSS. */
function colour(word: number): string {
  return `#${[word, word >> 8, word >> 16].map((byte) => (byte & 0xff).toString(16).padStart(2, '0')).join('')}`;
}
