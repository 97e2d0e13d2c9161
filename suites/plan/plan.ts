import type { CellKey } from '../../results/schema/keys.ts';

/** An instruction for a page. A fresh page carries out one instruction and asks for the next. */
export type PagePlan =
  | MeasurePlan
  | PressurePlan
  | HarnessPlan
  | ClaimsPlan
  | { readonly kind: 'bump' }
  /** Continue from a page at another path; a runtime has no page, and continues in place. */
  | { readonly kind: 'go'; readonly path: string };

export interface MeasurePlan {
  readonly kind: 'measure';
  readonly suite: string;
  readonly sizeBytes: number;
  /** In the order in which they run. */
  readonly blocks: readonly BlockKey[];
  readonly timing: BlockTiming;
  /** How long a browser gets to become idle after a page has loaded. */
  readonly settleMs: number;
}

/** Make round trips of some transports while the runner watches the engine's collections and memory. */
export interface PressurePlan {
  readonly kind: 'pressure';
  readonly suite: string;
  readonly sizeBytes: number;
  readonly blocks: readonly BlockKey[];
  readonly roundTrips: WatchedRoundTrips;
  /** Whether the main thread makes garbage first, to identify its heap. */
  readonly firstOfLaunch: boolean;
  readonly settleMs: number;
}

/**
 * How many round trips are watched, after `warmup` unwatched ones: at most `most`, or as many as fit into `mostMs`, but
 * enough to move `leastBytes`, as an engine collects after a number of bytes, not after a time.
 */
interface WatchedRoundTrips {
  readonly warmup: number;
  readonly most: number;
  readonly mostMs: number;
  readonly leastBytes: number;
}

/** Check the claims for one kind of page. */
export interface ClaimsPlan {
  readonly kind: 'claims';
  readonly on: 'isolated-page' | 'bare-page';
  /** The base URL of the files for the claims. */
  readonly fixtures: string;
}

/** Compare the suite's blocks of some transports with hand-written loops, in N pairs. */
export interface HarnessPlan {
  readonly kind: 'harness';
  readonly suite: string;
  readonly sizeBytes: number;
  readonly transports: readonly string[];
  readonly pairs: number;
  readonly timing: BlockTiming;
  readonly settleMs: number;
}

/** A transport or control of the plan's suite, and what the suite varies besides the size. */
export type BlockKey = Pick<CellKey, 'transport' | 'parameter'>;

/** The length of a block. Its round trips take at least these times, even if they are few. */
export interface BlockTiming {
  readonly warmupMs: number;
  readonly measuredMs: number;
  /** For a transport that takes its own samples. */
  readonly ownSamplesMs: number;
  readonly minSamples: number;
}

/** The server's answer to a page that asks for its plan. */
export type Instruction = PagePlan | { readonly kind: 'done' };
