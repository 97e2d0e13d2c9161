import {
  ANATOMY_METHODS,
  ANATOMY_STEPS,
  BOTH_WAITS,
  ON_PAGE,
} from '../../results/findings/messages/anatomy.ts';
import type { EngineName } from '../../results/schema/keys.ts';

/** What the engines lack, for the tests. */

/** Runtimes have no canvas, and say so in their own words. */
const PICTURES = {
  pixels: { transports: ['image-bitmap', 'video-frame', 'offscreen-canvas'], reason: /OffscreenCanvas/ },
};
/** What runtimes lack that only browsers have. */
const PLACES = ['frame', 'other-origin', 'shared-worker', 'service-worker'];
const NO_PLACES = /document|SharedWorker|navigator\.serviceWorker is not available here/;
/** Only the threads of one page share memory, and say so by an event, or by what arrives instead. */
const NOT_CARRIED = /messageerror|a SharedArrayBuffer arrived as \[object (Null|ArrayBuffer)\]/;
const NO_STREAM = /cloned/;

function without(transports: readonly string[], ...reasons: readonly RegExp[]) {
  return { transports, reason: new RegExp(reasons.map(({ source }) => source).join('|')) };
}
const channelsWithout = (transports: readonly string[], ...reasons: readonly RegExp[]) => ({
  channels: without(transports, ...reasons),
  'channels-transfer': without(transports, ...reasons),
  'channels-share': without(transports, ...reasons),
});
/** Older Nodes than 24, Bun and WebKitGTK make memories with 32-bit addresses only. */
const NARROW = { addresses: without(['share-64'], /64-bit addresses cannot be made/) };
/** A step may be too short for the clock, or the clocks of page and worker too far apart, which depends on the machine. */
const STEPS = {
  anatomy: {
    transports: [],
    either: ANATOMY_METHODS.flatMap((method) =>
      [ON_PAGE, BOTH_WAITS, ...ANATOMY_STEPS].map((step) => `${method}-${step}`),
    ),
    reason: /distinguished from 0|aligned|before postMessage returns/,
  },
};
const RUNTIME = { ...PICTURES, ...STEPS, ...channelsWithout(PLACES, NO_PLACES) };

interface Lacking {
  readonly transports: readonly string[];
  readonly reason: RegExp;
  /** What the engine can measure in some launches; some of it in each. */
  readonly either?: readonly string[];
}

/** By engine and suite: the transports that the engine cannot measure, and its reason. */
export const UNSUPPORTED: Partial<Record<EngineName, Readonly<Record<string, Lacking>>>> = {
  chromium: {
    ...STEPS,
    'channels-share': without(['broadcast', 'other-origin', 'shared-worker', 'service-worker'], NOT_CARRIED),
  },
  firefox: {
    ...STEPS,
    'channels-share': without(['other-origin', 'shared-worker', 'service-worker'], NOT_CARRIED),
  },
  webkit: {
    ...NARROW,
    ...STEPS,
    ...channelsWithout(['stream'], NO_STREAM),
    'channels-share': {
      ...without(['stream', 'frame', 'other-origin', 'service-worker'], NO_STREAM, NOT_CARRIED),
      // A shared worker is in the process of the page, or in another one.
      either: ['shared-worker'],
    },
  },
  node: Number.parseInt(process.versions.node, 10) < 24 ? { ...RUNTIME, ...NARROW } : RUNTIME,
  bun: { ...RUNTIME, ...NARROW, ...channelsWithout(['stream', ...PLACES], NO_STREAM, NO_PLACES) },
  deno: RUNTIME,
};
