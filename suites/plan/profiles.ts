import type { Run } from '../../results/schema/run.ts';
import type { BlockTiming } from './plan.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** How much is measured. The times were chosen for six engines on two cores. */
export interface Profile {
  /** `null`: every size of a suite. */
  readonly sizesBytes: readonly number[] | null;
  readonly sampling: Run['sampling'];
  readonly timing: BlockTiming;
  readonly pressure: Run['pressure'];
}

const SECOND_MS = 1_000;

/** Paced frames: 5 s in three launches. */
const OWN_SAMPLES_MS = 1_680;

/**
 * One block of each transport per page: as launches differ, more launches say more than more blocks. A launch takes about 8 s
 * besides its blocks; a profile with time for few launches has long blocks, so that the blocks are most of a launch.
 */
const DEFAULT: Profile = {
  sizesBytes: null,
  sampling: { leastLaunches: 3, mostLaunches: 20, targetMargin: 0.1, budgetMs: 70 * SECOND_MS },
  timing: { warmupMs: 10, measuredMs: 200, ownSamplesMs: OWN_SAMPLES_MS, minSamples: 3 },
  pressure: {
    warmup: 10,
    most: 400,
    mostMs: 60,
    leastBytes: 128 * MIB,
    budgetMs: 18 * SECOND_MS,
    copyingControls: false,
    sizes: 'all',
  },
};

export const PROFILES: Readonly<Record<Run['profile'], Profile>> = {
  quick: {
    sizesBytes: [KIB, 64 * KIB, MIB],
    sampling: { leastLaunches: 3, mostLaunches: 20, targetMargin: 0.25, budgetMs: 5 * SECOND_MS },
    timing: { warmupMs: 10, measuredMs: 30, ownSamplesMs: 630, minSamples: 3 },
    pressure: {
      ...DEFAULT.pressure,
      most: 100,
      mostMs: 20,
      leastBytes: 16 * MIB,
      budgetMs: 3 * SECOND_MS,
      sizes: 'largest',
    },
  },
  default: DEFAULT,
  full: {
    ...DEFAULT,
    pressure: { ...DEFAULT.pressure, budgetMs: 24 * SECOND_MS, copyingControls: true },
    sampling: { leastLaunches: 3, mostLaunches: 100, targetMargin: 0.05, budgetMs: 72 * SECOND_MS },
    timing: { ...DEFAULT.timing, measuredMs: 80 },
  },
};
