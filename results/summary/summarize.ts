import type { Cell, CellLaunch, MeasuredCell } from '../schema/cell.ts';
import { launchId } from '../schema/ids.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Launch } from '../schema/launch.ts';
import type { Results } from '../schema/results.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { type Block, cyclesWith, pagesOf } from './blocks.ts';
import { carryOversOf } from './carry-over.ts';
import { efficiencyOf } from './efficiency.ts';
import { unknownHostId } from './hosts.ts';
import { noiseOf } from './noise.ts';
import { cellTailMs, driftOf, lateFrames, outliersOf, withValuesMs } from './samples.ts';
import type { CellSummary, Conditions, LaunchSummary, MeasuredSummary, Summary } from './summary.ts';

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
    cells: summarizeCells(cells, run.suites, results.launches),
    carryOvers: engines.flatMap(({ engine }) =>
      run.suites.flatMap((suite) => carryOversOf(results, engine, suite)),
    ),
    noise: engines.flatMap(({ engine }) =>
      run.suites.flatMap((suite) => noiseOf(results, engine, suite) ?? []),
    ),
  };
}

/** @param suites Of a cell whose suite is not among them, it is unknown whether it has frames. */
export function summarizeCells(
  cells: readonly Cell[],
  suites: readonly SuiteInfo[],
  all: readonly Launch[],
): CellSummary[] {
  const launches = launchesOf(cells, suites, all);
  return cells.map((cell) => {
    if (cell.status !== 'measured') return cell;
    const suite = suites.find(({ name }) => name === cell.suite);
    return summarizeCell(cell, suite, all, launches.get(cell) ?? []);
  });
}

/** The figures of each measured cell, launch by launch: the cells of one launch are valued together. */
function launchesOf(
  cells: readonly Cell[],
  suites: readonly SuiteInfo[],
  all: readonly Launch[],
): Map<Cell, LaunchSummary[]> {
  const pages = new Map(all.map((launch) => [launchId(launch), launch.pages]));
  const byLaunch = new Map<string, { cell: Cell; own: CellLaunch; cyclesOf: CyclesOf }[]>();
  const found = new Map<Cell, LaunchSummary[]>();
  for (const cell of cells) {
    if (cell.status !== 'measured') continue;
    found.set(cell, []);
    const suite = suites.find(({ name }) => name === cell.suite);
    const number = suite?.transports.findIndex(({ name }) => name === cell.transport) ?? -1;
    for (const own of unitsOf(cell)) {
      // The pages of a visit are units, and are all of one launch.
      const launch = cell.engine === 'visit' ? (cell.launches[0]?.launch ?? 0) : own.launch;
      const cyclesOf = cyclesIn(pages.get(launchId({ ...cell, launch })), number);
      const id = launchId({ ...cell, launch: own.launch });
      const together = byLaunch.get(id) ?? [];
      together.push({ cell, own, cyclesOf });
      byLaunch.set(id, together);
    }
  }
  for (const { cell, own, valueMs } of [...byLaunch.values()].flatMap(withValuesMs)) {
    found.get(cell)?.push({ launch: own.launch, valueMs, mainThreadMs: mainThreadMsOf(own) });
  }
  return found;
}

type CyclesOf = (block: Block) => readonly number[] | undefined;

/** Where the order of the turns was not recorded, no sample is known to be in a cycle. */
function cyclesIn(pages: Launch['pages'] | undefined, number: number): CyclesOf {
  return ({ page, worker, round, samplesMs }) => {
    const order = pages?.[page]?.workers[worker]?.rounds[round]?.order;
    const cycles = order && cyclesWith(number, order);
    return cycles?.length === samplesMs.length ? cycles : undefined;
  };
}

function summarizeCell(
  cell: MeasuredCell,
  suite: SuiteInfo | undefined,
  all: readonly Launch[],
  values: readonly LaunchSummary[],
): MeasuredSummary {
  const { launches, gc, memory, cpu, engine, transport, parameter, sizeBytes } = cell;
  const isDueAtARate = suite?.parameter?.kind === 'rate' && parameter !== null;
  return {
    engine,
    suite: cell.suite,
    transport,
    parameter,
    sizeBytes,
    status: 'measured',
    hosts: hostsOf(cell, all),
    launches: values,
    samples: launches.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0),
    ...cellTailMs(cell),
    outliers: launches.reduce((sum, launch) => sum + outliersOf(launch).length, 0),
    drift: driftOf(cell) ?? null,
    movedBytes: movedBytesOf(cell),
    lateFrames: isDueAtARate ? lateFrames(cell, parameter) : null,
    gc,
    memory,
    cpu,
  };
}

/**
 * A browser that a visitor opened is started once: its pages are the units, and its intervals are within that one start. They are
 * numbered by size, because large sizes have pages of their own, and the adviser compares sizes.
 */
function unitsOf({ engine, launches }: MeasuredCell): readonly CellLaunch[] {
  if (engine !== 'visit') return launches;
  return launches.flatMap(pagesOf).map((page, launch) => ({ ...page, launch }));
}

function hostsOf({ engine, suite, launches }: MeasuredCell, all: readonly Launch[]): string[] {
  const own = all.filter((one) => one.engine === engine && one.suite === suite);
  return [
    ...new Set(
      own
        .filter(({ launch }) => launches.some((one) => one.launch === launch))
        .map(({ host }) => host ?? unknownHostId(engine)),
    ),
  ];
}

function mainThreadMsOf({ workers }: CellLaunch): number | null {
  const parts = workers.flatMap(({ mainThread }) => mainThread ?? []);
  const roundTrips = parts.reduce((sum, part) => sum + part.roundTrips, 0);
  const spentMs = parts.reduce((sum, { postMs, readMs }) => sum + postMs + readMs, 0);
  return roundTrips === 0 ? null : spentMs / roundTrips;
}

function movedBytesOf({ launches }: MeasuredCell): number | null {
  const counts = launches.flatMap(({ workers }) => workers.flatMap(({ movedBytes }) => movedBytes ?? []));
  return counts.length === 0 ? null : Math.max(...counts);
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
