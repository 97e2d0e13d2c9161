import type { CellKey } from '../../results/schema/keys.ts';

/** What a page is told to do. A page is fresh, does one of these, and asks for the next. */
export type PagePlan =
  | MeasurePlan
  | PressurePlan
  | HarnessPlan
  | ClaimsPlan
  | { readonly kind: 'bump' }
  /** To ask for the next from a page at another path; a runtime has no page, and stays. */
  | { readonly kind: 'go'; readonly path: string };

export interface MeasurePlan {
  readonly kind: 'measure';
  readonly suite: string;
  readonly sizeBytes: number;
  /** In the order in which they run. */
  readonly blocks: readonly BlockKey[];
  readonly timing: BlockTiming;
  /** What a browser is given after a page has loaded, to come to rest. */
  readonly settleMs: number;
}

/** To go through round trips of some transports while the runner watches the engine's collections and memory. */
export interface PressurePlan {
  readonly kind: 'pressure';
  readonly suite: string;
  readonly sizeBytes: number;
  readonly blocks: readonly BlockKey[];
  readonly roundTrips: WatchedRoundTrips;
  /** Whether the main thread has to make its heap known. */
  readonly firstOfLaunch: boolean;
  readonly settleMs: number;
}

/**
 * How many round trips are watched, after how many that are not: as many as asked, or as many as the time allows, but so
 * many that they move some bytes: an engine collects after so many bytes, not after so much time.
 */
interface WatchedRoundTrips {
  readonly warmup: number;
  readonly most: number;
  readonly mostMs: number;
  readonly leastBytes: number;
}

/** To check the claims that are checked on such a page. */
export interface ClaimsPlan {
  readonly kind: 'claims';
  readonly on: 'isolated-page' | 'bare-page';
  /** Where the claims' files are. */
  readonly fixtures: string;
}

/** To hold the suite's blocks of some transports against loops written by hand, so many times. */
export interface HarnessPlan {
  readonly kind: 'harness';
  readonly suite: string;
  readonly sizeBytes: number;
  readonly transports: readonly string[];
  readonly pairs: number;
  readonly timing: BlockTiming;
  readonly settleMs: number;
}

/** A transport or control of the plan's suite, and what the suite varies beside the size. */
export type BlockKey = Pick<CellKey, 'transport' | 'parameter'>;

/** How long a block is. Its round trips take at least the times given, however few they are. */
export interface BlockTiming {
  readonly warmupMs: number;
  readonly measuredMs: number;
  /** For what takes its own samples. */
  readonly ownSamplesMs: number;
  readonly minSamples: number;
}

/** The server's answer to a page that asks. */
export type Instruction = PagePlan | { readonly kind: 'done' };
