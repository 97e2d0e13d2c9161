import { pattern } from '../../parts/stamp.ts';
import type { Post, Transport } from '../../transport.ts';

/**
 * A payload that only browsers have: a picture. The module uses at its top level what an engine may lack; its cells are then
 * `unsupported`, with the engine's words.
 *
 *     npm run bench -- --engine chromium --transport clone,./suites/examples/7-image-bitmap/image-bitmap.ts
 */
const WIDTH = 64;
const BYTES_A_PIXEL = 4;
const KIB = 1024;

const canvas = new OffscreenCanvas(WIDTH, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

/** Pixels are opaque, so that their colours stay exact. */
function colorOf(word: number): string {
  return `#${(word & 0xffffff).toString(16).padStart(6, '0')}`;
}

function drawing(): OffscreenCanvasRenderingContext2D {
  if (!context) throw new Error('the canvas has no context');
  return context;
}

function drawPixel(index: number, word: number): void {
  drawing().fillStyle = colorOf(word);
  drawing().fillRect(index % WIDTH, Math.floor(index / WIDTH), 1, 1);
}

function checkPixel(index: number, word: number): void {
  const { data } = drawing().getImageData(index % WIDTH, Math.floor(index / WIDTH), 1, 1);
  const [red = 0, green = 0, blue = 0] = data;
  const found = colorOf((red << 16) | (green << 8) | blue);
  if (found !== colorOf(word)) throw new Error(`pixel ${index} is ${found}, expected ${colorOf(word)}`);
}

/** The first and the last pixel have the stamp. */
const ends = (pixels: number) => [0, pixels - 1];

function send(post: Post): void {
  const picture = canvas.transferToImageBitmap();
  post(picture, [picture]);
}

function draw(data: unknown, pixels: number): void {
  const picture = data as ImageBitmap;
  canvas.height = pixels / WIDTH;
  drawing().drawImage(picture, 0, 0);
  picture.close();
}

export const transport: Transport = {
  title: 'an ImageBitmap of a canvas, transferred and drawn on a canvas, and back',
  needs: [],
  copies: true,
  // A canvas has a limited height.
  sizesBytes: [KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, KIB ** 2],

  openMain({ sizeBytes, post, receive }) {
    const pixels = sizeBytes / BYTES_A_PIXEL;
    canvas.height = pixels / WIDTH;
    for (let index = 0; index < pixels; index++) drawPixel(index, pattern(index));
    let last = drawing().getImageData(0, 0, WIDTH, canvas.height);
    return {
      roundTrip(stamp) {
        canvas.height = last.height;
        drawing().putImageData(last, 0, 0);
        for (const index of ends(pixels)) drawPixel(index, stamp);
        send(post);
        return receive((data) => {
          draw(data, pixels);
          for (const index of ends(pixels)) checkPixel(index, stamp + 1);
          last = drawing().getImageData(0, 0, WIDTH, canvas.height);
        });
      },
      received: () => null,
      check() {
        canvas.height = last.height;
        drawing().putImageData(last, 0, 0);
        for (let index = 1; index < pixels - 1; index++) checkPixel(index, pattern(index));
      },
    };
  },

  openWorker({ sizeBytes, post }) {
    const pixels = sizeBytes / BYTES_A_PIXEL;
    let stamp = 1;
    return (data) => {
      draw(data, pixels);
      for (const index of ends(pixels)) {
        checkPixel(index, stamp);
        drawPixel(index, stamp + 1);
      }
      stamp += 2;
      send(post);
    };
  },
};
