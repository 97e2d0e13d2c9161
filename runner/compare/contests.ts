import { join } from 'node:path';
import { UsageError } from '../../results/command-line/user-error.ts';
import { type Comparison, type Measured, MOST_ARM_TEXT } from '../../results/comparison/comparison.ts';
import { engineRecord, type Found } from '../engines/engine.ts';
import { ENGINES, type StartedEngineName } from '../engines/engines.ts';
import type { FoundEngines } from '../engines/set-up.ts';
import { buildClient } from '../serve/build-client.ts';
import { Server } from '../serve/server.ts';
import { type Arms, modulesOf } from './arms.ts';
import { type Driver, openDriver } from './driver.ts';
import { describeSettings, type EngineArm } from './engine-arm.ts';
import { type Plan, pairsInOnePage, pairsOfLaunches } from './pairs.ts';
import { commitsOf, openCommit, openWorktrees } from './refs.ts';

/** An engine in which both arms are measured. */
export interface Contest {
  readonly engine: StartedEngineName;
  /** Measures the cells of a suite in the design that the arms need. */
  measure(plan: Omit<Plan, 'engine'>): Promise<Measured>;
}

interface Contests {
  readonly contests: readonly Contest[];
  /** What a comparison records about its arms. */
  readonly record: Pick<Comparison, 'base' | 'head' | 'design' | 'engines'>;
}

/** Closes what was opened, the last first. */
class Closing {
  readonly #closes: (() => Promise<void>)[] = [];

  add<Closeable extends { close(): Promise<void> }>(opened: Closeable): Closeable {
    this.#closes.push(() => opened.close());
    return opened;
  }

  async close(): Promise<void> {
    for (const close of this.#closes.splice(0).reverse()) await close();
  }
}

/**
 * Builds and serves the clients that the arms need.
 * @param folder The folder for the built clients.
 * @throws {UsageError} if the engine or the commit of an arm cannot be found or used.
 */
export async function openContests(
  arms: Arms,
  found: FoundEngines,
  folder: string,
): Promise<Contests & { close(): Promise<void> }> {
  const closing = new Closing();
  try {
    return { ...(await contestsOf(arms, found, folder, closing)), close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

function contestsOf(arms: Arms, found: FoundEngines, folder: string, closing: Closing): Promise<Contests> {
  switch (arms.kind) {
    case 'transports':
      return transportContests(arms, found, folder, closing);
    case 'refs':
      return refContests(arms, found, folder, closing);
    case 'engines':
      return engineContests(arms, folder, closing);
  }
}

type ArmsOf<Kind extends Arms['kind']> = Extract<Arms, { kind: Kind }>;

async function transportContests(
  arms: ArmsOf<'transports'>,
  found: FoundEngines,
  folder: string,
  closing: Closing,
): Promise<Contests> {
  const { base, head } = arms;
  await buildClient(folder, modulesOf(arms));
  const server = closing.add(await Server.start({ clientDir: folder, host: '127.0.0.1' }));
  const names = { base: base.transport, head: head.transport };
  const words = (arm: typeof base) =>
    arm.kind === 'module' ? `${arm.transport} (${arm.path})` : arm.transport;
  return {
    contests: present(found).map(([engine, one]) => ({
      engine,
      measure: (plan) => pairsInOnePage({ ...plan, engine }, { found: one, server }, names),
    })),
    record: { base: words(base), head: words(head), design: 'one page', engines: sameEngines(found) },
  };
}

async function refContests(
  { base, head }: ArmsOf<'refs'>,
  found: FoundEngines,
  folder: string,
  closing: Closing,
): Promise<Contests> {
  const commits = commitsOf(base.ref, head.ref);
  closing.add(openWorktrees());
  const open = async (flag: 'base' | 'head', ref: string) =>
    closing.add(await openCommit({ flag, ref, commit: commits[flag] }, join(folder, flag)));
  const drivers = { base: await open('base', base.ref), head: await open('head', head.ref) };
  return {
    contests: present(found).map(([engine, one]) => ({
      engine,
      measure: (plan) =>
        pairsOfLaunches(
          { ...plan, engine },
          {
            base: { found: one, driver: drivers.base },
            head: { found: one, driver: drivers.head },
          },
        ),
    })),
    record: {
      base: `${base.ref} (${commits.base})`,
      head: `${head.ref} (${commits.head})`,
      design: 'paired launches',
      engines: sameEngines(found),
    },
  };
}

async function engineContests(
  { engine, base, head }: ArmsOf<'engines'>,
  folder: string,
  closing: Closing,
): Promise<Contests> {
  const builds = { base: await findBuild('base', base), head: await findBuild('head', head) };
  const open = async (flag: 'base' | 'head', { isolation }: EngineArm) =>
    closing.add(await openDriver(join(folder, flag), [], isolation));
  const drivers = { base: await open('base', base), head: await open('head', head) };
  await checkStarts('base', base, builds.base, drivers.base);
  await checkStarts('head', head, builds.head, drivers.head);
  const words = (arm: EngineArm, { record: { version, executable } }: Found) =>
    [engine, version, `(${executable})`, describeSettings(arm)].join(' ').trim().slice(0, MOST_ARM_TEXT);
  return {
    contests: [
      {
        engine,
        measure: (plan) =>
          pairsOfLaunches(
            { ...plan, engine },
            {
              base: { found: builds.base, driver: drivers.base },
              head: { found: builds.head, driver: drivers.head },
            },
          ),
      },
    ],
    record: {
      base: words(base, builds.base),
      head: words(head, builds.head),
      design: 'paired launches',
      engines: {
        base: [engineRecord(ENGINES[engine], builds.base)],
        head: [engineRecord(ENGINES[engine], builds.head)],
      },
    },
  };
}

function present(found: FoundEngines): [StartedEngineName, Found][] {
  return [...found].flatMap(([engine, one]) =>
    one.status === 'found' ? [[engine, one] as [StartedEngineName, Found]] : [],
  );
}

/** Both arms run in the same engines. */
function sameEngines(found: FoundEngines): Comparison['engines'] {
  const engines = present(found).map(([engine, one]) => engineRecord(ENGINES[engine], one));
  return { base: engines, head: engines };
}

async function findBuild(flag: 'base' | 'head', { engine, executable, added }: EngineArm): Promise<Found> {
  const { at, find } = ENGINES[engine];
  const found = await (executable !== null && at ? at(executable, added) : find(added));
  if (found.status === 'missing') throw new UsageError(`--${flag}: ${engine}: ${found.reason}`);
  return found;
}

/**
 * Starts the engine once and measures nothing, because a flag that the engine refuses is wrong use, and no failed measurement.
 * @throws {UsageError} if the engine does not reach the server.
 */
async function checkStarts(
  flag: 'base' | 'head',
  arm: EngineArm,
  found: Found,
  driver: Driver,
): Promise<void> {
  const { engine } = arm;
  try {
    await driver.measure({
      engine,
      suite: 'round-trip',
      sides: [],
      repeats: { workers: 1, groupRounds: 1, takesTurns: false },
      profile: 'quick',
      seed: 0,
      launch: 0,
      open: (client) => found.open(client),
      place: async () => {},
      placeOthers: async () => {},
      pause: async () => {},
    });
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    const settings = describeSettings(arm);
    throw new UsageError(`--${flag}: ${engine} does not run${settings && ` with ${settings}`}: ${reason}`);
  }
}
