import { HEIGHT, WIDTH } from '../payloads/frame-canvas.ts';
import { imageBitmap } from '../payloads/pixels.ts';
import type { Transport } from '../transport.ts';

/** In neither stamp. */
export const SPOILED_PIXEL = { x: 100, y: 7 };

/** For the tests: the worker makes one pixel of the picture that it sends back black. */
export const transport: Transport = {
  ...imageBitmap,
  openWorker({ post, ...context }) {
    const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    const drawing = canvas.getContext('2d');
    const handle = imageBitmap.openWorker?.({
      ...context,
      post(message) {
        const picture = message as ImageBitmap;
        drawing?.drawImage(picture, 0, 0);
        picture.close();
        drawing?.fillRect(SPOILED_PIXEL.x, SPOILED_PIXEL.y, 1, 1);
        const spoiled = canvas.transferToImageBitmap();
        post(spoiled, [spoiled]);
      },
    });
    return (data) => handle?.(data);
  },
};
