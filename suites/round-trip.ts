import { MOST_SIZE_BYTES } from '../results/schema/sizes.ts';
import type { Suite } from './suite.ts';

export const suite: Suite = {
  name: 'round-trip',
  question: 'How long does a working set take from the page to a worker and back?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: true,
  answers: 'working-set',
  breakEven: null,
  baseline: 'clone',
  work: null,
  crossings: 2,
  parameter: null,
  sizesBytes: null,
  anySizeUpToBytes: MOST_SIZE_BYTES,
  placement: 'apart',
  repeats: null,
  // A clone of one worker differs more from that of another than from launch to launch.
  workers: 2,
  timeShare: 1,
  watchedBy: 'all',
  measuredBy: 'quick',
  sharesLaunches: true,
  methods: 'files',
};
