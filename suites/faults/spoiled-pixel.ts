import { HEIGHT, WIDTH } from '../payloads/frame-canvas.ts';
import { videoFrame } from '../payloads/pixels.ts';
import type { Transport } from '../transport.ts';

/** In neither stamp. */
export const SPOILED_PIXEL = { x: 100, y: 7 };

/** For the tests: the worker makes one pixel of the picture that it sends back transparent. */
export const transport: Transport = {
  ...videoFrame,
  openWorker({ post, ...context }) {
    const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    const drawing = canvas.getContext('2d');
    const handle = videoFrame.openWorker?.({
      ...context,
      post(message) {
        const picture = message as VideoFrame;
        drawing?.drawImage(picture, 0, 0);
        picture.close();
        drawing?.clearRect(SPOILED_PIXEL.x, SPOILED_PIXEL.y, 1, 1);
        const spoiled = new VideoFrame(canvas, { timestamp: 0 });
        post(spoiled, [spoiled]);
      },
    });
    return (data) => handle?.(data);
  },
};
