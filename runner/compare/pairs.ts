import {
  type ComparedCell,
  type Design,
  isSameCell,
  type Measured,
} from '../../results/comparison/comparison.ts';
import type { PlacementRecord } from '../../results/schema/launch.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { reasonFrom } from '../../suites/parts/errors.ts';
import type { SideKey } from '../../suites/plan/plan.ts';
import { schedule, sidesAt } from '../../suites/plan/schedule.ts';
import type { Client, Found } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import { placerOf } from '../measure/placement.ts';
import type { Server } from '../serve/server.ts';
import {
  type CellSamples,
  type Driver,
  measurePages,
  type NoValue,
  type Opening,
  type Repeats,
  repeated,
  sideId,
} from './driver.ts';
import { PairCollector } from './pair-collector.ts';
import { Turns } from './turns.ts';

interface Effort extends Repeats {
  readonly pairs: number;
  /** When the regressed cells are measured once more: enough for a significant result. */
  readonly confirmingPairs: number;
}

/**
 * How much each design measures: in both, an unchanged cell that scatters as measured (DECISIONS.md) ends `unchanged` 9 times in 10.
 * The number of pairs is fixed in advance, because adding launches after looking at the result would raise the rate of false alarms.
 */
export const EFFORTS: Readonly<Record<Design, Effort>> = {
  'one page': { pairs: 15, confirmingPairs: 6, workers: 2, groupRounds: 168, takesTurns: false },
  'paired launches': { pairs: 10, confirmingPairs: 6, workers: 2, groupRounds: 42, takesTurns: true },
};

type ArmName = 'base' | 'head';

/** What is to be measured. */
export interface Asked {
  readonly run: Pick<Run, 'seed' | 'profile'>;
  readonly suite: SuiteInfo;
  /** The cells that are measured once more; `null`: every cell of the suite for the first time. */
  readonly regressed: readonly ComparedCell[] | null;
}

/** What a comparison measures in one engine. */
export interface Plan extends Asked {
  readonly engine: StartedEngineName;
  /** Called after each launch with the number of finished launches. */
  readonly progress: (launches: number, of: number) => void;
}

/** The server of the pages with both arms, and the engine that opens them. */
export interface Place {
  readonly found: Found;
  readonly server: Server;
}

/** The code of an arm with launches of its own, and the engine that runs it. */
export interface LaunchPlace {
  readonly found: Found;
  readonly driver: Driver;
}

/**
 * Compares two transports that can share a page: they alternate in every cycle of its rounds, hundreds of times in a launch. A pair
 * is one launch, because what is measured in one launch is not independent. The cells are named after the head.
 */
export async function pairsInOnePage(
  plan: Plan,
  { found, server }: Place,
  transports: Readonly<Record<ArmName, string>>,
): Promise<Measured> {
  const { run, engine, progress } = plan;
  const { pairs, repeats } = effortOf('one page', plan);
  const sides = sidesOf(plan).filter(({ transport }) => transport === transports.head);
  const sizesBytes = [...new Set(sides.map(({ sizeBytes }) => sizeBytes))];
  const suite = { ...plan.suite, sizesBytes };
  return measuredOrFailed(plan, sides, async (collector) => {
    for (let launch = 0; launch < pairs; launch++) {
      const pages = schedule(run, { engine, suite, launch }).map((page) => repeated(page, repeats));
      const samples = await twice(async () => {
        const opening = await openingOf({ engine, suite, found }, collector);
        return samplesOf(await measurePages(server, pages, { ...opening, pause: async () => {} }));
      });
      for (const side of sides) {
        collector.add(side, samples({ ...side, transport: transports.base }), samples(side));
      }
      progress(launch + 1, pairs);
    }
  });
}

/**
 * Compares two commits, or two builds of an engine. A pair is one launch of each: both are open at once and measure in turn, pass
 * by pass over the sizes, and the one that begins alternates by pairs.
 */
export async function pairsOfLaunches(
  plan: Plan,
  places: Readonly<Record<ArmName, LaunchPlace>>,
): Promise<Measured> {
  const { run, suite, engine, progress } = plan;
  const { pairs, repeats } = effortOf('paired launches', plan);
  const sides = sidesOf(plan);
  const order = { engine, suite: suite.name, sides, repeats, profile: run.profile, seed: run.seed };
  return measuredOrFailed(plan, sides, async (collector) => {
    for (let pair = 0; pair < pairs; pair++) {
      const lead = (run.seed + pair) % 2 === 0 ? 'base' : 'head';
      const [base, head] = await twice(() => {
        const turns = new Turns(lead);
        const placed = new Set<number>();
        return both(async (arm) => {
          const { found, driver } = places[arm];
          const own = await openingOf({ engine, suite, found, placed }, collector);
          const opening = {
            ...own,
            open: (client: Client) => turns.opening(arm).then(() => own.open(client)),
            pause: () => turns.pause(arm),
          };
          try {
            // Both arms have the same seed, and so the same order of pages. That of turns is the same while their rounds have equally many cycles.
            return samplesOf(await driver.measure({ ...order, launch: pair, ...opening }));
          } finally {
            turns.end(arm);
          }
        });
      });
      for (const side of sides) collector.add(side, base(side), head(side));
      progress(2 * (pair + 1), 2 * pairs);
    }
  });
}

function effortOf(design: Design, { regressed }: Asked): { pairs: number; repeats: Repeats } {
  const { pairs, confirmingPairs, ...repeats } = EFFORTS[design];
  return { pairs: regressed ? confirmingPairs : pairs, repeats };
}

/** The cells that are asked for. */
function sidesOf({ suite, engine, regressed }: Plan): SideKey[] {
  const sides = suite.sizesBytes.flatMap((sizeBytes) => sidesAt(suite, sizeBytes));
  if (!regressed) return sides;
  return sides.filter((side) =>
    regressed.some((cell) => isSameCell(cell, { engine, suite: suite.name, ...side })),
  );
}

/** Runs both arms to their ends. @throws {Error} that names each arm that failed, with its reason. */
async function both<Outcome>(measure: (arm: ArmName) => Promise<Outcome>): Promise<[Outcome, Outcome]> {
  const [base, head] = await Promise.allSettled([measure('base'), measure('head')]);
  if (base.status === 'fulfilled' && head.status === 'fulfilled') return [base.value, head.value];
  const reasons = Object.entries({ base, head }).flatMap(([arm, one]) =>
    one.status === 'rejected' ? [`${arm}: ${(one.reason as Error).message}`] : [],
  );
  throw new Error(reasons.join('; '));
}

/** If the engine fails, all cells that were asked for are not compared. */
async function measuredOrFailed(
  { engine, suite }: Plan,
  sides: readonly SideKey[],
  measure: (collector: PairCollector) => Promise<void>,
): Promise<Measured> {
  const collector = new PairCollector(engine, suite);
  try {
    await measure(collector);
    return collector.measured();
  } catch (error) {
    const reason = reasonFrom((error as Error).message);
    const notCompared = sides.map(
      (side) => ({ engine, suite: suite.name, ...side, status: 'failed', reason }) as const,
    );
    return { compared: [], notCompared, placed: null };
  }
}

interface Launched extends Pick<Plan, 'engine' | 'suite'>, Pick<Place, 'found'> {
  readonly placed?: Set<number>;
}

/** How the engine is opened in one launch, and its threads are placed. */
async function openingOf(
  { engine, suite, found, placed }: Launched,
  collector: { addPlacement(placement: PlacementRecord): void },
): Promise<Omit<Opening, 'pause'>> {
  const isElsewhere = found.unwatchable !== undefined;
  const placer = await placerOf(suite.placement, ENGINES[engine].threads, isElsewhere, placed);
  return {
    open: (client) => found.open(client),
    place: async (workers) =>
      collector.addPlacement(
        'reason' in placer ? { status: 'free', reason: placer.reason } : await placer.place(workers),
      ),
    placeOthers: async () => {
      if (!('reason' in placer)) await placer.placeOthers();
    },
  };
}

/** Runs a launch, or a pair of them, and again from the start if it fails. @throws {Error} if it fails again. */
async function twice<Outcome>(launch: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await launch();
  } catch {
    return await launch();
  }
}

/** Finds the samples of a cell in one launch. */
function samplesOf(cells: readonly CellSamples[]): (side: SideKey) => CellSamples['samplesMs'] {
  const byId = new Map(cells.map((cell) => [sideId(cell), cell.samplesMs]));
  return (side) => byId.get(sideId(side)) ?? NONE;
}

const NONE: NoValue = { status: 'failed', reason: 'the launch has no value for it' };
