import type { Suite } from '../suite.ts';
import { type Transport, timedBy } from '../transport.ts';
import { SharedTakes } from './shared-takes.ts';
import { type Method, PageSide, workerSide } from './sides.ts';
import { type Part, STEPS, SUMS, WHOLE } from './trip.ts';

const KIB = 1024;
const MIB = 1024 ** 2;

/**
 * Where the time of a message goes. Both sides note the time at each step of the same round trips, and each transport is one step or
 * a sum of steps. What each clock measures alone needs no alignment of the clocks; a wait in one direction does.
 */
export const suite: Suite = {
  name: 'anatomy',
  question: 'Where does the time of a message go, and how much of it blocks the page?',
  figure: { id: 'part', title: 'time per part', one: 'part', many: 'parts' },
  areRivals: false,
  answers: null,
  breakEven: null,
  baseline: null,
  work: null,
  crossings: 0,
  parameter: null,
  sizesBytes: [KIB, 64 * KIB, MIB, 16 * MIB],
  // From 64 MiB on, transports are open one at a time, and parts would not be of the same round trips.
  anySizeUpToBytes: 63 * MIB,
  placement: 'apart',
  repeats: null,
  timeShare: 0.3,
  watchedBy: 'none',
  measuredBy: 'full',
  sharesLaunches: true,
  methods: {
    transports: { ...partsOf('clone'), ...partsOf('transfer') },
    controls: {
      'reading-page': readingClock('one reading of the clock on the page, which each part includes', 'page'),
      'reading-worker': readingClock(
        'one reading of the clock in the worker, which each part includes',
        'worker',
      ),
    },
  },
};

function partsOf(method: Method): Record<string, Transport> {
  const parts: readonly (readonly [string, Part])[] = [
    [method, WHOLE],
    ...Object.entries({ ...SUMS, ...STEPS }).map(([name, part]) => [`${method}-${name}`, part] as const),
  ];
  const shared = new SharedTakes();
  return Object.fromEntries(parts.map(([name, part]) => [name, showing(method, part, shared)]));
}

function showing(method: Method, part: Part, shared: SharedTakes): Transport {
  return {
    title: `${method}, ${part.title}`,
    needs: [],
    copies: method === 'clone',
    controls: [],
    getsEvents: true,

    openMain(context) {
      const { sizeBytes } = context;
      const page = new PageSide(method, context);
      return {
        async roundTrip() {
          await page.trip();
        },
        samples: (durationMs) => shared.samples(page, sizeBytes, part, durationMs),
        received: () => null,
        check: () => page.check(),
        end: () => shared.forget(sizeBytes),
      };
    },

    openWorker: (context) => workerSide(method, context),
  };
}

/** Fewer readings would take less time than a message to the worker. */
const LEAST_READINGS = 10_000;

function readingClock(title: string, where: 'page' | 'worker'): Transport {
  return {
    title,
    needs: [],
    copies: false,
    sizesBytes: [KIB],

    openMain({ post, receive }) {
      async function timed(_: number, count: number): Promise<number> {
        if (where === 'page') return readClock(count);
        post(count);
        return (await receive()) as number;
      }
      return { ...timedBy(timed), leastBatch: LEAST_READINGS };
    },

    openWorker:
      ({ post }) =>
      (count) =>
        post(readClock(count as number)),
  };
}

/** The milliseconds that so many readings take. */
function readClock(count: number): number {
  const start = performance.now();
  let last = start;
  // An engine leaves out a reading that nothing uses.
  for (let reading = 0; reading < count; reading++) last = Math.max(last, performance.now());
  return last - start;
}
