import type { Run } from '../../results/schema/run.ts';
import type { TurnTiming } from './plan.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** How much is measured. The times were chosen for six engines on two cores. */
export interface Profile {
  /** `null`: every size of a suite. */
  readonly sizesBytes: readonly number[] | null;
  readonly sampling: Run['sampling'];
  readonly timing: TurnTiming;
  /** The rounds of a group in a launch take at most this, as the mean over the groups of a page. */
  readonly groupMs: number;
  /** The most rounds of a group in a launch. A size of 64 MiB or more has one. */
  readonly rounds: number;
  /** All rounds of a page of `round-trip` take at most this, so a suite with many groups has little time for each. */
  readonly pageMs: number;
  readonly pressure: Run['pressure'];
}

/** In one start of a browser that a visitor opened, its pages take the place of launches. */
export const VISIT_PAGES = 5;

const SECOND_MS = 1_000;

/** Time for 42 frames at 60 per second, in the suite `stream`. */
const OWN_SAMPLES_MS = 700;

const DEFAULT: Profile = {
  sizesBytes: null,
  sampling: { leastLaunches: 5, mostLaunches: 30, targetMargin: 0.1, budgetMs: 60 * SECOND_MS },
  timing: {
    warmupMs: 4,
    warmupRoundTrips: 64,
    warmupMostMs: 40,
    turnMs: 0.5,
    ownSamplesMs: OWN_SAMPLES_MS,
    cycles: 4,
    roundMs: 60,
  },
  groupMs: 240,
  rounds: 24,
  pageMs: 6 * SECOND_MS,
  pressure: {
    warmup: 10,
    most: 400,
    mostMs: 60,
    leastBytes: 128 * MIB,
    launches: 3,
    budgetMs: 10 * SECOND_MS,
    copyingControls: false,
    sizes: 'every second',
  },
};

export const PROFILES: Readonly<Record<Run['profile'], Profile>> = {
  quick: {
    sizesBytes: [KIB, 64 * KIB, MIB],
    sampling: { leastLaunches: 4, mostLaunches: 20, targetMargin: 0.25, budgetMs: 14 * SECOND_MS },
    timing: { ...DEFAULT.timing, warmupMs: 2, warmupMostMs: 20, ownSamplesMs: 630 },
    groupMs: DEFAULT.groupMs,
    rounds: 12,
    pageMs: 1.5 * SECOND_MS,
    pressure: {
      ...DEFAULT.pressure,
      most: 100,
      mostMs: 20,
      launches: 1,
      budgetMs: 3 * SECOND_MS,
      sizes: 'largest',
    },
  },
  default: DEFAULT,
  full: {
    ...DEFAULT,
    pressure: { ...DEFAULT.pressure, copyingControls: true },
    sampling: { ...DEFAULT.sampling, mostLaunches: 100, targetMargin: 0.05, budgetMs: 62 * SECOND_MS },
  },
};
