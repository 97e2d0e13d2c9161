import { formatSize } from '../../results/schema/sizes.ts';
import { answeringMemory, newMemory, postingMemory } from '../parts/memory.ts';
import type { Suite } from '../suite.ts';
import type { Transport } from '../transport.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * In `round-trip`, each large size has a page of its own, and pages differ by more than a message costs. Here memories of all
 * sizes alternate on one page. Nothing is moved, so the size of the suite is 0.
 */
export const suite: Suite = {
  name: 'posting',
  question: 'Does posting a shared memory take the same time at any size?',
  figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
  areRivals: false,
  answers: null,
  breakEven: null,
  baseline: 'memory-64kib',
  work: null,
  crossings: 0,
  parameter: null,
  sizesBytes: [0],
  anySizeUpToBytes: null,
  placement: 'apart',
  repeats: null,
  timeShare: 0.2,
  watchedBy: 'full',
  measuredBy: 'default',
  sharesLaunches: true,
  methods: {
    transports: {
      // A memory has at least one page of 64 KiB.
      'memory-64kib': postingOf(64 * KIB),
      'memory-1mib': postingOf(MIB),
      'memory-16mib': postingOf(16 * MIB),
      'memory-256mib': postingOf(256 * MIB),
    },
    controls: {},
  },
};

function postingOf(memoryBytes: number): Transport {
  return {
    title: `a shared memory of ${formatSize(memoryBytes)}, posted each way`,
    needs: ['shared-memory'],
    copies: false,
    controls: [],
    openMain: (channel) => ({
      ...postingMemory(newMemory(memoryBytes, 'shared'), memoryBytes, channel),
      received: () => null,
    }),
    openWorker: ({ post }) => answeringMemory(memoryBytes, post),
  };
}
