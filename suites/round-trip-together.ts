import { suite as roundTrip } from './round-trip.ts';
import type { Suite } from './suite.ts';

const KIB = 1024;

/**
 * A worker that only answers tends to run on the page's core, and a worker that works has a core of its own. The two take different
 * times, and the system chooses between them at random, so that each has a suite.
 */
export const suite: Suite = {
  ...roundTrip,
  name: 'round-trip-together',
  question: 'How long does the same round trip take if the page and the worker share one core?',
  placement: 'together',
  repeats: 'round-trip',
  // Copying takes the same time on any core.
  sizesBytes: [KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB],
  anySizeUpToBytes: 1024 * KIB,
  // Firefox uses all of it, and more time would hardly narrow its intervals.
  timeShare: 0.8,
  measuredBy: 'default',
};
