import { transport as copyFresh } from '../controls/copy-fresh.ts';
import { transport as ping } from '../controls/ping.ts';
import { ifSupported } from '../parts/errors.ts';
import type { Suite } from '../suite.ts';
import type { MainContext, Transport } from '../transport.ts';
import { transport as clone } from '../transports/clone.ts';
import { transport as share } from '../transports/share.ts';
import { transport as transfer } from '../transports/transfer.ts';
import { FRAME_BYTES, FrameCanvas, HEIGHT, WIDTH } from './frame-canvas.ts';

/** A frame that the worker has drawn is on the page's canvas within a few frames of the screen. */
const MOST_WAIT_MS = 5000;

const imageBitmap = sending({
  title: 'an ImageBitmap of a canvas, transferred and drawn on a canvas, and back',
  take: ({ canvas }) => canvas.transferToImageBitmap(),
  hasLeft: ({ width }) => width === 0,
});

export const videoFrame = sending({
  title: 'a VideoFrame of a canvas, transferred and drawn on a canvas, and back',
  take: ({ canvas }) => new VideoFrame(canvas, { timestamp: 0 }),
  hasLeft: ({ format }) => format === null,
});

/**
 * A 1080p frame goes to a worker and comes back; each side reads and writes its first and its last pixel. Bytes are used where
 * they are. A picture is made from a canvas, and is drawn on a canvas when it arrives, as otherwise no one can read it. So the
 * two kinds are not rivals: a program has the one or the other.
 */
export const suite: Suite = {
  name: 'pixels',
  question: 'How long does a 1080p frame take to a worker and back, as bytes and as a picture?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: false,
  answers: 'frames',
  breakEven: null,
  baseline: 'bytes-clone',
  work: null,
  crossings: 2,
  parameter: null,
  sizesBytes: [FRAME_BYTES],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.25,
  watchedBy: 'all',
  measuredBy: 'full',
  sharesLaunches: false,
  methods: {
    transports: {
      'bytes-clone': {
        ...clone,
        title: 'the bytes of the frame, cloned each way',
        followedTo: ['bytes-transfer', 'bytes-share', 'copy-fresh'],
      },
      'bytes-transfer': {
        ...transfer,
        title: 'the bytes of the frame, transferred each way',
        followedTo: ['bytes-share', 'ping'],
      },
      'bytes-share': { ...share, title: 'the bytes of the frame in one shared memory; a signal each way' },
      'image-bitmap': imageBitmap,
      'video-frame': videoFrame,
      'offscreen-canvas': showing(),
    },
    controls: { ping, 'copy-fresh': copyFresh },
  },
};

/** What a frame is sent as. */
interface Form<Picture> {
  readonly title: string;
  /** Makes a picture of a canvas. */
  take(frame: FrameCanvas): Picture;
  /** Whether a picture that was transferred is gone from here. */
  hasLeft(picture: Picture): boolean;
}

type Post = MainContext['post'];

function sending<Picture extends ImageBitmap | VideoFrame>({
  title,
  take,
  hasLeft,
}: Form<Picture>): Transport {
  const send = (post: Post, frame: FrameCanvas) => {
    const picture = take(frame);
    post(picture, [picture]);
    if (!hasLeft(picture)) throw new Error('the picture is still here after its transfer');
  };
  const show = (frame: FrameCanvas, picture: Picture) => {
    frame.draw(picture);
    picture.close();
  };
  return {
    title,
    needs: [],
    copies: true,

    openMain({ post, receive }) {
      const frame = new FrameCanvas();
      ifSupported(() => take(frame).close());
      frame.fill();
      return {
        roundTrip(stamp) {
          frame.writeStamp(stamp);
          send(post, frame);
          return receive((data) => {
            show(frame, data as Picture);
            frame.checkStamp(stamp + 1);
          });
        },
        received: () => null,
        check: (roundTrips) => frame.check(2 * roundTrips),
      };
    },

    openWorker({ post }) {
      const frame = new FrameCanvas();
      let stamp = 1;
      return (data) => {
        show(frame, data as Picture);
        frame.checkStamp(stamp);
        frame.writeStamp(stamp + 1);
        stamp += 2;
        send(post, frame);
      };
    },
  };
}

/** The picture that comes back is the canvas of the page itself, on which the worker draws. */
function showing(): Transport {
  return {
    title: 'an ImageBitmap there, drawn on an OffscreenCanvas; back when the page’s canvas shows it',
    needs: [],
    copies: true,

    openMain({ post, receive }) {
      const frame = new FrameCanvas().fill();
      const screen = document.createElement('canvas');
      screen.width = WIDTH;
      screen.height = HEIGHT;
      const offscreen = ifSupported(() => screen.transferControlToOffscreen());
      document.body.append(screen);
      let isPosted = false;

      async function shown(stamp: number): Promise<void> {
        const start = performance.now();
        for (;;) {
          frame.draw(screen);
          if (frame.hasStamp(stamp)) return;
          if (performance.now() - start > MOST_WAIT_MS) frame.checkStamp(stamp);
          await new Promise(requestAnimationFrame);
        }
      }

      return {
        async roundTrip(stamp) {
          if (!isPosted) post(offscreen, [offscreen]);
          isPosted = true;
          frame.writeStamp(stamp);
          const picture = frame.canvas.transferToImageBitmap();
          post(picture, [picture]);
          await receive();
          await shown(stamp + 1);
        },
        received: () => null,
        check: (roundTrips) => frame.check(2 * roundTrips),
        end: () => screen.remove(),
      };
    },

    openWorker({ post }) {
      let frame: FrameCanvas | undefined;
      let stamp = 1;
      return (data) => {
        if (data instanceof OffscreenCanvas) {
          frame = new FrameCanvas(data);
          return;
        }
        if (!frame) throw new Error('a frame arrived before the canvas');
        const picture = data as ImageBitmap;
        frame.draw(picture);
        picture.close();
        frame.checkStamp(stamp);
        frame.writeStamp(stamp + 1);
        stamp += 2;
        post(null);
      };
    },
  };
}
