import type { Run } from '../results/schema.ts';
import { SIZES_BYTES } from '../results/sizes.ts';
import type { BlockTiming } from '../suites/plan.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** How much is measured. The times were chosen for six engines on two cores. */
export interface Profile {
  readonly sizesBytes: readonly number[];
  readonly launches: number;
  readonly timing: BlockTiming;
  /** Blocks of each transport on a page. */
  readonly blocks: (sizeBytes: number) => number;
}

const DEFAULT: Profile = {
  sizesBytes: SIZES_BYTES,
  launches: 3,
  timing: { warmupMs: 15, measuredMs: 45, minSamples: 3 },
  // From 64 MiB a block of clones lasts seconds: one must do, and more launches tell more.
  blocks: (sizeBytes) => (sizeBytes < 64 * MIB ? 2 : 1),
};

export const PROFILES: Readonly<Record<Run['profile'], Profile>> = {
  quick: {
    sizesBytes: [KIB, 64 * KIB, MIB, 16 * MIB],
    launches: 3,
    timing: { warmupMs: 10, measuredMs: 30, minSamples: 3 },
    blocks: () => 1,
  },
  default: DEFAULT,
  full: { ...DEFAULT, launches: 10 },
};
