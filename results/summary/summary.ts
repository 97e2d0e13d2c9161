import type {
  Cell,
  CellKey,
  CellLaunch,
  Cpu,
  EngineName,
  Gc,
  Isolation,
  Launch,
  MeasuredCell,
  Memory,
  Results,
  SuiteInfo,
} from '../schema/results.ts';
import { cellTailMs, type Estimate, launchMedianMs, outliersOf } from '../statistics/estimate.ts';
import { type Efficiency, efficiencyOf } from './efficiency.ts';
import { driftOf } from './flags.ts';
import { FRAMES_A_SECOND, type LateFrames, lateFrames } from './frames.ts';
import { unknownHostId } from './hosts.ts';

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
  /** `null` where there is none worth saying. */
  readonly drift: Estimate | null;
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

export function summarize(results: Results): Summary {
  const { run, outcome, endedAt, hosts, engines, claims, cells } = results;
  return {
    run,
    outcome,
    endedAt,
    hosts,
    engines,
    claims,
    efficiency: efficiencyOf(results),
    launches: results.launches.map(({ pages: _, ...launch }) => launch),
    conditions: engines.flatMap(({ engine }) => conditionsOf(engine, results) ?? []),
    cells: cells.map((cell) =>
      summarizeCell(
        cell,
        run.suites.find(({ name }) => name === cell.suite),
        results.launches,
      ),
    ),
  };
}

/** @param suite `undefined` where the run does not name it: then nothing is known of frames. */
export function summarizeCell(
  cell: Cell,
  suite: SuiteInfo | undefined,
  all: readonly Pick<Launch, 'engine' | 'suite' | 'launch' | 'host'>[],
): CellSummary {
  if (cell.status !== 'measured') return cell;
  const { launches, gc, memory, cpu, engine, transport, parameter, sizeBytes } = cell;
  const isDueAtARate = suite?.parameter?.name === FRAMES_A_SECOND && parameter !== null;
  return {
    engine,
    suite: cell.suite,
    transport,
    parameter,
    sizeBytes,
    status: 'measured',
    hosts: hostsOf(cell, all),
    launches: launches.map((launch) => ({
      launch: launch.launch,
      medianMs: launchMedianMs(launch),
      mainThreadMs: mainThreadMsOf(launch),
      after: launch.blocks[0]?.after ?? null,
    })),
    samples: launches.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0),
    ...cellTailMs(cell),
    outliers: launches.reduce((sum, launch) => sum + outliersOf(launch).length, 0),
    drift: driftOf(cell) ?? null,
    lateFrames: isDueAtARate ? lateFrames(cell, parameter) : null,
    gc,
    memory,
    cpu,
  };
}

function hostsOf(
  { engine, suite, launches }: MeasuredCell,
  all: readonly Pick<Launch, 'engine' | 'suite' | 'launch' | 'host'>[],
): string[] {
  const own = all.filter((one) => one.engine === engine && one.suite === suite);
  return [
    ...new Set(
      own
        .filter(({ launch }) => launches.some((one) => one.launch === launch))
        .map(({ host }) => host ?? unknownHostId(engine)),
    ),
  ];
}

function mainThreadMsOf({ blocks }: CellLaunch): number | null {
  const parts = blocks.flatMap(({ mainThread }) => mainThread ?? []);
  const roundTrips = parts.reduce((sum, part) => sum + part.roundTrips, 0);
  const spentMs = parts.reduce((sum, { postMs, readMs }) => sum + postMs + readMs, 0);
  return roundTrips === 0 ? null : spentMs / roundTrips;
}

function conditionsOf(engine: EngineName, { launches }: Results): Conditions | undefined {
  const pages = launches.filter((launch) => launch.engine === engine).flatMap((launch) => launch.pages);
  const [first] = pages;
  return (
    first && {
      engine,
      userAgent: first.userAgent,
      isolation: first.isolation,
      mainClockStepMs: Math.max(...pages.map(({ mainClockStepMs }) => mainClockStepMs)),
      workerClockStepMs: Math.max(...pages.map(({ workerClockStepMs }) => workerClockStepMs)),
    }
  );
}
