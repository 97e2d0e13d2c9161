import type { Cell, Cpu, Gc, MeasuredCell, Memory } from '../schema/cell.ts';
import type { CellKey, EngineName } from '../schema/keys.ts';
import type { Isolation, Launch } from '../schema/launch.ts';
import type { Results } from '../schema/results.ts';
import type { RatioTest } from '../statistics/ratio-test.ts';
import type { Efficiency } from './efficiency.ts';
import type { LateFrames } from './frames.ts';

/** What a launch says of a cell. Times are in milliseconds. */
interface LaunchSummary {
  readonly launch: number;
  readonly medianMs: number;
  /** What a round trip costs the main thread; `null` where nothing is posted. */
  readonly mainThreadMs: number | null;
  /** The transport of the block before it on its page; `null` after a page load. */
  readonly after: string | null;
}

/** A measured cell without its samples: what can be said only by looking at them, and each launch's median for the rest. */
export interface MeasuredSummary extends CellKey {
  readonly status: 'measured';
  /** The ids of those that its launches ran on: one, but of a file that was merged. */
  readonly hosts: readonly string[];
  readonly launches: readonly LaunchSummary[];
  readonly samples: number;
  readonly p95Ms: number;
  readonly p99Ms: number | null;
  readonly outliers: number;
  /** The last third of a block ÷ its first; `null` where too few launches have samples enough. `flags.ts` says which are flagged. */
  readonly drift: RatioTest | null;
  /** `null` where frames are not due at a rate. */
  readonly lateFrames: LateFrames | null;
  readonly gc: Gc;
  readonly memory: Memory;
  readonly cpu: Cpu;
}

export type CellSummary = MeasuredSummary | Exclude<Cell, MeasuredCell>;

/** What the pages of an engine found. */
export interface Conditions {
  readonly engine: EngineName;
  readonly userAgent: string;
  readonly isolation: Isolation;
  /** The largest steps seen: what the shortest sample was held against. */
  readonly mainClockStepMs: number;
  readonly workerClockStepMs: number;
}

/** A results file without its samples. Every figure of a table or a chart is computed from it. */
export interface Summary
  extends Pick<Results, 'run' | 'outcome' | 'endedAt' | 'hosts' | 'engines' | 'claims'> {
  readonly efficiency: Efficiency;
  readonly launches: readonly Omit<Launch, 'pages'>[];
  readonly conditions: readonly Conditions[];
  readonly cells: readonly CellSummary[];
}
