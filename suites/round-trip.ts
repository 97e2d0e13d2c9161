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
  timeShare: 1,
  watchedBy: 'all',
  byDefault: true,
  sharesLaunches: true,
  methods: 'files',
};
