import { valuesFor } from '../../results/schema/ids.ts';
import type { CellKey, EngineName } from '../../results/schema/keys.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import type { Group, MeasurePlan, SideKey } from './plan.ts';
import { PROFILES, VISIT_PAGES } from './profiles.ts';
import { shuffler } from './shuffle.ts';

/**
 * A browser that has just started, and to a lesser degree a page that has just loaded, keeps the cores busy with its own
 * work. In Chromium this took 0.5 s and 0.1 s. In that time a ping was three times as fast, as no core had to wake up.
 */
export const SETTLE_MS = { launch: 500, page: 60 };

/** The instructions for one launch of an engine. The same run and numbers give the same schedule on every machine. */
export interface LaunchKey {
  readonly engine: EngineName;
  readonly suite: SuiteInfo;
  readonly launch: number;
}

/** From this size, making and checking a working set takes longer than its round trips, and all of them at once fill the memory. */
export const LARGE_FROM_BYTES = 64 * 1024 ** 2;
const SMALL_UP_TO_BYTES = 1024 ** 2;

/** All small sizes share their pages. A larger size has a page of its own, as its copies leave a large heap behind. */
export function isSmall(sizeBytes: number): boolean {
  return sizeBytes <= SMALL_UP_TO_BYTES;
}

/** Below this size, a round trip takes about as long as that of an empty message. */
const COPY_SHOWS_FROM_BYTES = 4 * 1024;

/** The pages of one launch. Their order, that of the groups and that of the turns differ by launch. */
export function schedule(
  run: Pick<Run, 'seed' | 'profile'>,
  { engine, suite, launch }: LaunchKey,
  sizesBytes: readonly number[] = suite.sizesBytes,
): MeasurePlan[] {
  const seed = `${run.seed}/${engine}/${suite.name}/${launch}`;
  const { rounds } = PROFILES[run.profile];
  const isVisit = engine === 'visit';
  const once = [
    ...pageOf(run, suite, sizesBytes.filter(isSmall), { workers: suite.workers, rounds }),
    ...sizesBytes
      .filter((sizeBytes) => !isSmall(sizeBytes))
      .flatMap((sizeBytes) =>
        pageOf(run, suite, [sizeBytes], { workers: 1, rounds: sizeBytes < LARGE_FROM_BYTES ? rounds : 1 }),
      ),
  ];
  const pages = isVisit ? Array.from({ length: VISIT_PAGES }, () => once).flat() : once;
  return shuffler(seed)(pages).map((page, at) => ({
    kind: 'measure',
    suite: suite.name,
    transports: suite.transports.map(({ name }) => name),
    controls: suite.transports.filter(({ role }) => role === 'control').map(({ name }) => name),
    ...page,
    seed: `${seed}/${at}`,
    isCareful: false,
    takesTurns: false,
    settleMs: at === 0 ? SETTLE_MS.launch : SETTLE_MS.page,
  }));
}

/** The pages of several suites that share a launch: only the first page has to wait for the engine. */
export function inOneLaunch(parts: readonly (readonly MeasurePlan[])[]): MeasurePlan[] {
  return parts
    .flat()
    .map((page, at) => ({ ...page, settleMs: at === 0 ? SETTLE_MS.launch : SETTLE_MS.page }));
}

function pageOf(
  { profile }: Pick<Run, 'profile'>,
  suite: SuiteInfo,
  sizesBytes: readonly number[],
  { workers, rounds }: { readonly workers: number; readonly rounds: number },
): Pick<MeasurePlan, 'groups' | 'workers' | 'rounds' | 'timing'>[] {
  if (sizesBytes.length === 0) return [];
  const { timing, groupMs, pageMs } = PROFILES[profile];
  const groups = sizesBytes.flatMap((sizeBytes) => groupsAt(suite, sizeBytes));
  const weight = groups.reduce((sum, { sizeBytes }) => sum + weightOf(sizeBytes), 0);
  const sharedMs = Math.min(groupMs * groups.length, pageMs * suite.timeShare) / workers;
  const timed = groups.map((group) => ({
    ...group,
    roundsMs: (sharedMs * weightOf(group.sizeBytes)) / weight,
  }));
  return [{ groups: timed, workers, rounds: Math.ceil(rounds / workers), timing }];
}

/**
 * The time of a group, compared with the others of its page: a third more for each factor of four in size, as the rounds of larger
 * copies scatter more (DECISIONS.md).
 */
function weightOf(sizeBytes: number): number {
  return Math.max(1, sizeBytes / COPY_SHOWS_FROM_BYTES) ** 0.2;
}

/** The groups of a size, without their time: one for each value of the parameter. Controls that do not depend on it are in every group. */
export function groupsAt(suite: SuiteInfo, sizeBytes: number): Omit<Group, 'roundsMs'>[] {
  const own = suite.transports.filter((one) => one.sizesBytes?.includes(sizeBytes) ?? true);
  return (suite.parameter?.values ?? [null]).flatMap((value) => {
    const sides = own.map(({ name, role }) => ({
      transport: name,
      parameter: valuesFor(suite, role).includes(value) ? value : null,
      sizeBytes,
    }));
    const isExclusive = sizeBytes >= LARGE_FROM_BYTES;
    return sides.length === 0 ? [] : [{ sizeBytes, parameter: value, sides, isExclusive }];
  });
}

/** The cells of a size. */
export function sidesAt(suite: SuiteInfo, sizeBytes: number): SideKey[] {
  const sides = groupsAt(suite, sizeBytes).flatMap((group) => group.sides);
  return [...new Map(sides.map((side) => [JSON.stringify(side), side])).values()];
}

/** The cells of a suite on an engine. */
export function plannedCells(suite: SuiteInfo, engine: EngineName): CellKey[] {
  return suite.sizesBytes.flatMap((sizeBytes) =>
    sidesAt(suite, sizeBytes).map((side) => ({ engine, suite: suite.name, ...side })),
  );
}

/** A suite's share of starting an engine. */
const START_MS = 500;
/** What a turn takes besides its samples: the switch to the transport, and a round trip that is not measured. */
const TURN_OVERHEAD_MS = 0.5;
/** Copying, filling and checking, over all round trips of a size. */
const MS_PER_BYTE = 5e-6;

/** Roughly how long a launch will take. Only the proportions between sizes matter: the pace of the earlier launches is known. */
export function expectedLaunchMs(run: Run, suite: SuiteInfo, sizesBytes: readonly number[]): number {
  const pages = schedule(run, { engine: 'node', suite, launch: 0 }, sizesBytes);
  return pages.reduce((sum, page) => sum + expectedPageMs(page), START_MS);
}

function expectedPageMs({ groups, controls, workers, rounds, timing, settleMs }: MeasurePlan): number {
  const { warmupMs, cycles, roundMs, turnMs } = timing;
  const expectedGroupMs = ({ sides, sizeBytes, roundsMs }: Group) => {
    const oneMs = turnMs + TURN_OVERHEAD_MS + sizeBytes * MS_PER_BYTE;
    const controlsMs = oneMs * sides.filter(({ transport }) => controls.includes(transport)).length;
    const cycleMs = oneMs * sides.length - controlsMs;
    const fullMs = controlsMs + Math.max(cycleMs, Math.min(roundMs - controlsMs, cycles * cycleMs));
    return sides.length * warmupMs + Math.max(fullMs, Math.min(roundsMs, rounds * fullMs));
  };
  return settleMs + workers * groups.reduce((sum, group) => sum + expectedGroupMs(group), 0);
}
