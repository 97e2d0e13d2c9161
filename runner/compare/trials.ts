import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Planted, REGIMES, type Regime, type Trial } from '../../results/comparison/calibration.ts';
import {
  type ComparedCell,
  type Design,
  isSameCell,
  type Measured,
  outcomeOf,
} from '../../results/comparison/comparison.ts';
import type { Pair } from '../../results/comparison/verdicts.ts';
import type { SuiteInfo, TransportInfo } from '../../results/schema/run.ts';
import { plannedCells } from '../../suites/plan/schedule.ts';
import { ROOT } from '../checkout/paths.ts';
import type { Found } from '../engines/engine.ts';
import type { StartedEngineName } from '../engines/engines.ts';
import { buildClient } from '../serve/build-client.ts';
import { discoverSuites } from '../serve/discovery.ts';
import { Server } from '../serve/server.ts';
import { openDriver } from './driver.ts';
import { judgeTwice } from './judge-twice.ts';
import { type Asked, type Plan, pairsInOnePage, pairsOfLaunches } from './pairs.ts';
import { partInOnePage, partOfLaunches, placedPart } from './part.ts';

const SUITE = 'round-trip';
export const TRIAL_SIZES_BYTES = [1, 4, 16, 64, 256, 1024].map((kib) => kib * 1024);

type SlowedCell = Pick<NonNullable<Planted>, 'transport' | 'sizeBytes'>;

/** The cell of each regime that is slowed down. */
const SLOWED: Readonly<Record<Regime, SlowedCell>> = {
  messages: { transport: 'share', sizeBytes: 4 * 1024 },
  copying: { transport: 'clone', sizeBytes: 1024 ** 2 },
};

const FACTORS = [1.05, 1.1, 1.2];

/** The regimes that a comparison measures, by turns: a page can have one transport twice, and paired launches have all of them. */
export const TURNS: Readonly<Record<Design, readonly (readonly Regime[])[]>> = {
  'one page': [['copying'], ['messages']],
  'paired launches': [REGIMES],
};

export interface TrialPlan {
  readonly engine: StartedEngineName;
  readonly found: Found;
  readonly run: Asked['run'];
  /** For the modules and the built clients. */
  readonly folder: string;
}

/**
 * A whole comparison, as in `npm run compare`, of arms that have the same code. What it measures is judged as it is, and with each
 * slowdown: the times that the head measured of one cell are multiplied. A slowdown that is found is confirmed as in a comparison.
 */
export async function tryOnce(design: Design, regimes: readonly Regime[], plan: TrialPlan): Promise<Trial[]> {
  const startedAt = new Date().toISOString();
  const startMs = performance.now();
  const contest = await CONTESTS[design](regimes, plan);
  try {
    const openMs = performance.now() - startMs;
    const measure = measuredOnce(contest, regimes, plan.engine);
    const trials: Trial[] = [];
    for (const planted of [null, ...regimes.flatMap(slowdownsOf)]) {
      let durationMs = openMs;
      const judged = await judgeTwice([plan], { run: plan.run, suite: contest.suite }, async (_, asked) => {
        const timed = await measure(asked);
        durationMs += timed.durationMs;
        return slowed(timed.measured, planted);
      });
      trials.push({
        kind: 'trial',
        planted,
        startedAt,
        durationMs,
        outcome: outcomeOf(judged).outcome,
        cells: judged.verdicts.map(({ transport, sizeBytes, verdict, ratio, minimumDetectable }) => ({
          transport: ownName(transport),
          sizeBytes,
          verdict,
          ratio,
          minimumDetectable,
        })),
      });
    }
    return trials;
  } finally {
    await contest.close();
  }
}

function slowdownsOf(regime: Regime): NonNullable<Planted>[] {
  return FACTORS.map((factor) => ({ regime, factor, ...SLOWED[regime] }));
}

interface Timed {
  readonly measured: Measured;
  readonly durationMs: number;
}

/**
 * Makes each measurement once, for all slowdowns. A second measurement includes every cell that can be slowed down, so that one
 * is usually enough.
 */
function measuredOnce(
  { measure }: TrialContest,
  regimes: readonly Regime[],
  engine: StartedEngineName,
): (asked: Asked) => Promise<Timed> {
  const known = new Map<string, Promise<Timed>>();
  const time = async (asked: Asked): Promise<Timed> => {
    const startMs = performance.now();
    const measured = await measure({ ...asked, engine, progress: () => {} });
    return { measured, durationMs: performance.now() - startMs };
  };
  return (asked) => {
    const regressed =
      asked.regressed &&
      plannedCells(asked.suite, engine).filter(
        (cell) =>
          regimes.some((regime) => isSlowed(cell, SLOWED[regime])) ||
          asked.regressed?.some((one) => isSameCell(one, cell)),
      );
    const key = JSON.stringify(regressed);
    const timed = known.get(key) ?? time({ ...asked, regressed });
    known.set(key, timed);
    return timed;
  };
}

function isSlowed({ transport, sizeBytes }: ComparedCell, slowed: SlowedCell): boolean {
  return ownName(transport) === slowed.transport && sizeBytes === slowed.sizeBytes;
}

function slowed(measured: Measured, planted: Planted): Measured {
  if (planted === null) return measured;
  const times = (pairs: readonly Pair[]) =>
    pairs.map((pair) => ({ ...pair, headMs: planted.factor * pair.headMs }));
  return {
    ...measured,
    compared: measured.compared.map((one) =>
      isSlowed(one.cell, planted) ? { ...one, pairs: times(one.pairs) } : one,
    ),
  };
}

/** What is compared, and how it is measured. */
interface TrialContest {
  readonly suite: SuiteInfo;
  measure(plan: Plan): Promise<Measured>;
  close(): Promise<void>;
}
type Open = (regimes: readonly Regime[], plan: TrialPlan) => Promise<TrialContest>;

const CONTESTS: Readonly<Record<Design, Open>> = {
  /** The transport of the regime with itself. */
  'one page': async ([regime], { found, folder }) => {
    if (!regime) throw new Error('a page compares one transport');
    const { transport } = SLOWED[regime];
    const names = { base: `${transport}-base`, head: `${transport}-head` };
    const modules = [
      await writeModule(join(folder, 'modules'), names.base, transport),
      await writeModule(join(folder, 'modules'), names.head, transport),
    ];
    const clientDir = join(folder, 'client');
    await buildClient(clientDir, modules);
    const server = await Server.start({ clientDir, host: '127.0.0.1' });
    return {
      suite: await suiteOf(modules, (suite) => partInOnePage(suite, Object.values(names))),
      measure: (plan) => pairsInOnePage(plan, { found, server }, names),
      close: () => server.close(),
    };
  },
  /** Every transport with itself, and the ping. */
  'paired launches': async (_, { found, folder }) => {
    const known = await discoverSuites();
    const transports = known
      .filter(({ name }) => name === SUITE)
      .flatMap((suite) => suite.transports)
      .filter(({ role }) => role === 'transport')
      .map(({ name }) => name);
    const open = async (arm: 'base' | 'head') => {
      const modules = await Promise.all(
        transports.map((name) => writeModule(join(folder, arm), `${name}-both`, name)),
      );
      return { modules, driver: await openDriver(join(folder, `client-${arm}`), modules) };
    };
    const base = await open('base');
    const head = await open('head');
    const place = { base: { found, driver: base.driver }, head: { found, driver: head.driver } };
    const isOwn = ({ name, role }: TransportInfo) => role !== 'transport' || name !== ownName(name);
    return {
      suite: await suiteOf(base.modules, (suite) =>
        partOfLaunches({ ...suite, transports: suite.transports.filter(isOwn) }, TRIAL_SIZES_BYTES),
      ),
      measure: (plan) => pairsOfLaunches(plan, place),
      close: async () => {
        await base.driver.close();
        await head.driver.close();
      },
    };
  },
};

/** `clone-base`, `clone-head` and `clone-both` → `clone`. */
function ownName(name: string): string {
  return name.replace(/-(base|head|both)$/, '');
}

/** A module with the transport, as a user has one. */
async function writeModule(folder: string, name: string, transport: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const own = JSON.stringify(join(ROOT, `suites/transports/${transport}.ts`));
  const path = join(folder, `${name}.ts`);
  await writeFile(path, `export { transport } from ${own};\n`);
  return path;
}

async function suiteOf(
  modules: readonly string[],
  partOf: (suite: SuiteInfo) => SuiteInfo,
): Promise<SuiteInfo> {
  const suite = (await discoverSuites(modules)).find(({ name }) => name === SUITE);
  if (!suite) throw new Error(`no such suite: ${SUITE}`);
  return placedPart({ ...partOf(suite), sizesBytes: TRIAL_SIZES_BYTES }, 'together');
}
