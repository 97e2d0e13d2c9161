import type { Cell, Cpu, Gc, MeasuredCell, Memory } from '../schema/cell.ts';
import type { CellKey, EngineName } from '../schema/keys.ts';
import type { Isolation, Launch } from '../schema/launch.ts';
import type { Results } from '../schema/results.ts';
import type { RatioTest } from '../statistics/ratio-test.ts';
import type { CarryOver } from './carry-over.ts';
import type { Efficiency } from './efficiency.ts';
import type { Noise } from './noise.ts';
import type { LateFrames } from './samples.ts';

/** The figures of a cell in one launch. */
export interface LaunchSummary {
  readonly launch: number;
  /** `samples.ts` says of what. */
  readonly valueMs: number;
  /** The main-thread time of a round trip; `null` if it is not measured. */
  readonly mainThreadMs: number | null;
}

/** A measured cell without its samples: the figures that need the samples, and the value of each launch for all others. */
export interface MeasuredSummary extends CellKey {
  readonly status: 'measured';
  /** The ids of the hosts of its launches: one, except in a merged file. */
  readonly hosts: readonly string[];
  readonly launches: readonly LaunchSummary[];
  readonly samples: number;
  readonly p95Ms: number;
  readonly p99Ms: number | null;
  readonly outliers: number;
  /** A worker's last round ÷ its first; `null` if too few launches have it. `flags.ts` decides which are flagged. */
  readonly drift: RatioTest | null;
  /** The bytes that arrived in a round trip, there and back: the most that a worker counted. `null`: not counted. */
  readonly movedBytes: number | null;
  /** `null` if the suite has no frame rate. */
  readonly lateFrames: LateFrames | null;
  readonly gc: Gc;
  readonly memory: Memory;
  readonly cpu: Cpu;
}

export type CellSummary = MeasuredSummary | Exclude<Cell, MeasuredCell>;

/** What the pages of an engine reported. */
export interface Conditions {
  readonly engine: EngineName;
  readonly userAgent: string;
  readonly isolation: Isolation;
  /** The largest clock steps, which limit how short a sample can be. */
  readonly mainClockStepMs: number;
  readonly workerClockStepMs: number;
}

/** A results file without its samples. Every figure in a table or a chart is computed from a summary. */
export interface Summary
  extends Pick<Results, 'run' | 'outcome' | 'endedAt' | 'hosts' | 'engines' | 'claims'> {
  readonly efficiency: Efficiency;
  readonly launches: readonly Omit<Launch, 'pages'>[];
  readonly conditions: readonly Conditions[];
  readonly cells: readonly CellSummary[];
  /** Which are flagged, `flags.ts` decides. */
  readonly carryOvers: readonly CarryOver[];
  readonly noise: readonly Noise[];
}
