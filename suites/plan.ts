/** What a page is told to do. A page is fresh, does one of these, and asks for the next. */
export type PagePlan = MeasurePlan | PressurePlan | HarnessPlan | { readonly kind: 'bump' };

export interface MeasurePlan {
  readonly kind: 'measure';
  readonly suite: string;
  readonly sizeBytes: number;
  /** Transports and controls, a name a block, in the order in which they run. */
  readonly blocks: readonly string[];
  readonly timing: BlockTiming;
  /** What a browser is given after a page has loaded, to come to rest. */
  readonly settleMs: number;
}

/** To go through round trips of some transports while the runner watches the engine's collections and memory. */
export interface PressurePlan {
  readonly kind: 'pressure';
  readonly suite: string;
  readonly sizeBytes: number;
  readonly transports: readonly string[];
  readonly roundTrips: WatchedRoundTrips;
  /** Whether the main thread has to make its heap known. */
  readonly firstOfLaunch: boolean;
  readonly settleMs: number;
}

/**
 * How many round trips are watched, after how many that are not: as many as asked, or as many as the time allows, but so
 * many that they move some bytes: an engine collects after so many bytes, not after so much time.
 */
export interface WatchedRoundTrips {
  readonly warmup: number;
  readonly most: number;
  readonly mostMs: number;
  readonly leastBytes: number;
}

/** To hold the suite's blocks of some transports against loops written by hand, so many times. */
export interface HarnessPlan {
  readonly kind: 'harness';
  readonly sizeBytes: number;
  readonly transports: readonly string[];
  readonly pairs: number;
  readonly timing: BlockTiming;
  readonly settleMs: number;
}

/** How long a block is. Its round trips take at least the times given, however few they are. */
export interface BlockTiming {
  readonly warmupMs: number;
  readonly measuredMs: number;
  readonly minSamples: number;
}

/** The server's answer to a page that asks. */
export type Instruction = PagePlan | { readonly kind: 'done' };
