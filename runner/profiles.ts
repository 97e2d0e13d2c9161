import type { Run } from '../results/schema.ts';
import { SIZES_BYTES } from '../results/sizes.ts';
import type { BlockTiming } from '../suites/plan.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** How much is measured. The times were chosen for six engines on two cores. */
export interface Profile {
  readonly sizesBytes: readonly number[];
  readonly sampling: Run['sampling'];
  readonly timing: BlockTiming;
}

const SECOND_MS = 1_000;

/** One block of each transport a page: more launches tell more than more blocks, as the launches differ. */
const DEFAULT: Profile = {
  sizesBytes: SIZES_BYTES,
  sampling: { leastLaunches: 3, mostLaunches: 20, targetMargin: 0.1, budgetMs: 65 * SECOND_MS },
  timing: { warmupMs: 10, measuredMs: 60, minSamples: 3 },
};

export const PROFILES: Readonly<Record<Run['profile'], Profile>> = {
  quick: {
    sizesBytes: [KIB, 64 * KIB, MIB, 16 * MIB],
    sampling: { leastLaunches: 3, mostLaunches: 20, targetMargin: 0.25, budgetMs: 9 * SECOND_MS },
    timing: { warmupMs: 10, measuredMs: 30, minSamples: 3 },
  },
  default: DEFAULT,
  full: {
    ...DEFAULT,
    sampling: { leastLaunches: 5, mostLaunches: 100, targetMargin: 0.05, budgetMs: 360 * SECOND_MS },
  },
};
