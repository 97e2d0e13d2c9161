import type { CellKey } from '../../results/schema/keys.ts';

/** An instruction for a page. A fresh page carries out one instruction and asks for the next. */
export type PagePlan =
  | MeasurePlan
  | PressurePlan
  | HarnessPlan
  | ClaimsPlan
  | { readonly kind: 'bump' }
  /** Continue from a page at another path; a runtime has no page, and continues in place. */
  | GoPlan;

export interface GoPlan {
  readonly kind: 'go';
  readonly path: string;
  /** `off`: from there on, pages are not isolated on purpose. */
  readonly isolation: 'on' | 'off';
}

export interface MeasurePlan {
  readonly kind: 'measure';
  readonly suite: string;
  /** The suite's transports and controls; a round names them by their number in this list. */
  readonly transports: readonly string[];
  readonly groups: readonly Group[];
  /** Those of the transports that have one turn a round, so that most of the time is for what is compared with each other. */
  readonly controls: readonly string[];
  /** How many workers the page starts, one after another (or sets of workers, if a transport needs several). */
  readonly workers: number;
  /** How many rounds of each group each worker has. */
  readonly rounds: number;
  readonly timing: TurnTiming;
  /** Fixes the order of groups and turns. */
  readonly seed: string;
  /** Whether the page names each cell before it opens the cell or gives it a turn, so that a crash is attributed to the cell. */
  readonly isCareful: boolean;
  /** Whether the page asks between two passes over its groups if it may go on, because another page measures in turn with it. */
  readonly takesTurns: boolean;
  /** How long a browser gets to become idle after a page has loaded. */
  readonly settleMs: number;
}

/** What is compared, and so alternates: the transports and controls at one size and one value of the suite's parameter. */
export interface Group {
  readonly sizeBytes: number;
  readonly parameter: number | null;
  readonly sides: readonly SideKey[];
  /** Whether only one side is open at a time, because together they would need too much memory. */
  readonly isExclusive: boolean;
  /** With each worker, the group has as many rounds as fit into this: at least one. */
  readonly roundsMs: number;
}

/** Make round trips of some transports while the runner watches the engine's collections and memory. */
export interface PressurePlan {
  readonly kind: 'pressure';
  readonly suite: string;
  readonly sides: readonly WatchedSide[];
  readonly roundTrips: WatchedRoundTrips;
  /** Whether the main thread makes garbage first, to identify its heap. */
  readonly firstOfLaunch: boolean;
  readonly settleMs: number;
}

export interface WatchedSide extends SideKey {
  /** So many move enough bytes, as an engine collects after a number of bytes, not after a time. */
  readonly leastRoundTrips: number;
}

/**
 * How many round trips of a side are watched, after `warmup` unwatched ones: as many as fit into `mostMs`, but at least as
 * many as the side needs, and never more than `most`.
 */
interface WatchedRoundTrips {
  readonly warmup: number;
  readonly most: number;
  readonly mostMs: number;
}

/** Check the claims for one kind of page. */
export interface ClaimsPlan {
  readonly kind: 'claims';
  readonly on: 'isolated-page' | 'bare-page';
  /** The base URL of the files for the claims. */
  readonly fixtures: string;
}

/** Compare some transports with their hand-written loops. */
export interface HarnessPlan {
  readonly kind: 'harness';
  readonly suite: string;
  readonly sides: readonly SideKey[];
  /** How often each transport and its loop are timed one after the other. */
  readonly pairs: number;
  /** The pairs of a transport take little more than this, even if they are fewer then. */
  readonly mostMs: number;
  readonly timing: TurnTiming;
  readonly seed: string;
  readonly settleMs: number;
}

/** A transport or control of the plan's suite, what the suite varies besides the size, and the size. */
export type SideKey = Pick<CellKey, 'transport' | 'parameter' | 'sizeBytes'>;

/** The length of turns and rounds. */
export interface TurnTiming {
  /** A transport's round trips before its first turn last at least this long. */
  readonly warmupMs: number;
  /** They are at least this many, unless that takes too long: memory is slow until an engine has reused it. */
  readonly warmupRoundTrips: number;
  readonly warmupMostMs: number;
  /** The round trips of a turn last about this long, or as long as the clock needs, or as long as one round trip. */
  readonly turnMs: number;
  /** For a transport that takes its own samples. */
  readonly ownSamplesMs: number;
  /** At most this many cycles a round, and as few as fit into `roundMs`. */
  readonly cycles: number;
  readonly roundMs: number;
}

/** The server's answer to a page that asks for its plan. */
export type Instruction = PagePlan | { readonly kind: 'done' };
