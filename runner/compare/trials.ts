import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Planted, Regime, Trial } from '../../results/comparison/calibration.ts';
import { type Design, type Measured, outcomeOf } from '../../results/comparison/comparison.ts';
import type { Pair } from '../../results/comparison/verdicts.ts';
import type { SuiteInfo, TransportInfo } from '../../results/schema/run.ts';
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
const SIZES_BYTES = [1, 4, 16, 64, 256, 1024].map((kib) => kib * 1024);

/** The cell of each regime that is slowed down. */
const SLOWED: Readonly<Record<Regime, Pick<NonNullable<Planted>, 'transport' | 'sizeBytes'>>> = {
  messages: { transport: 'share', sizeBytes: 4 * 1024 },
  copying: { transport: 'clone', sizeBytes: 1024 ** 2 },
};

/** Which cell is slowed down in one comparison of a calibration, and by which factor. 1: none. */
export interface Kind {
  readonly regime: Regime;
  readonly factor: number;
}

/**
 * A calibration repeats this round, so that slow changes of the machine affect all kinds alike. False alarms are rare, so that
 * counting them needs more comparisons.
 */
export const ROUND: readonly Kind[] = [
  { regime: 'copying', factor: 1 },
  { regime: 'messages', factor: 1.1 },
  { regime: 'copying', factor: 1.05 },
  { regime: 'messages', factor: 1 },
  { regime: 'copying', factor: 1.2 },
  { regime: 'copying', factor: 1.1 },
  { regime: 'copying', factor: 1 },
  { regime: 'messages', factor: 1.05 },
  { regime: 'messages', factor: 1.2 },
];

export interface TrialPlan {
  readonly engine: StartedEngineName;
  readonly found: Found;
  readonly run: Asked['run'];
  /** For the modules and the built clients. */
  readonly folder: string;
}

/**
 * A whole comparison, as in `npm run compare`, of arms that have the same code. The times that the head measured of the planted cell
 * are multiplied by its factor.
 */
export async function tryOnce(design: Design, kind: Kind, plan: TrialPlan): Promise<Trial> {
  const startedAt = new Date().toISOString();
  const planted: Planted = kind.factor === 1 ? null : { ...kind, ...SLOWED[kind.regime] };
  const startMs = performance.now();
  const contest = await CONTESTS[design](kind.regime, plan);
  try {
    const { suite, measure } = contest;
    const judged = await judgeTwice([plan], { run: plan.run, suite }, async (_, asked) =>
      slowed(await measure({ ...asked, engine: plan.engine, progress: () => {} }), planted),
    );
    return {
      kind: 'trial',
      planted,
      startedAt,
      durationMs: performance.now() - startMs,
      outcome: outcomeOf(judged).outcome,
      cells: judged.verdicts.map(({ transport, sizeBytes, verdict, ratio, minimumDetectable }) => ({
        transport: ownName(transport),
        sizeBytes,
        verdict,
        ratio,
        minimumDetectable,
      })),
    };
  } finally {
    await contest.close();
  }
}

function slowed(measured: Measured, planted: Planted): Measured {
  if (planted === null) return measured;
  const isPlanted = ({ transport, sizeBytes }: Measured['compared'][number]['cell']) =>
    ownName(transport) === planted.transport && sizeBytes === planted.sizeBytes;
  const times = (pairs: readonly Pair[]) =>
    pairs.map((pair) => ({ ...pair, headMs: planted.factor * pair.headMs }));
  return {
    ...measured,
    compared: measured.compared.map((one) =>
      isPlanted(one.cell) ? { ...one, pairs: times(one.pairs) } : one,
    ),
  };
}

/** What is compared, and how it is measured. */
interface TrialContest {
  readonly suite: SuiteInfo;
  measure(plan: Plan): Promise<Measured>;
  close(): Promise<void>;
}
type Open = (regime: Regime, plan: TrialPlan) => Promise<TrialContest>;

const CONTESTS: Readonly<Record<Design, Open>> = {
  /** The transport of the regime with itself. */
  'one page': async (regime, { found, folder }) => {
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
        partOfLaunches({ ...suite, transports: suite.transports.filter(isOwn) }, SIZES_BYTES),
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
  return placedPart({ ...partOf(suite), sizesBytes: SIZES_BYTES }, 'together');
}
