import Table from 'cli-table3';
import { defineCommand } from '../../results/command-line/command.ts';
import { type FlagValues, path } from '../../results/command-line/flags.ts';
import { checkWritableFile, writeAtomically } from '../../results/file/write.ts';
import { formatRatioEstimate } from '../../results/findings/format.ts';
import type { EngineName } from '../../results/schema/keys.ts';
import { formatSize } from '../../results/schema/sizes.ts';
import { type Estimate, estimate, geometricMean } from '../../results/statistics/estimate.ts';
import type { HarnessPlan } from '../../suites/plan/plan.ts';
import { PROFILES } from '../../suites/plan/profiles.ts';
import { SETTLE_MS } from '../../suites/plan/schedule.ts';
import { engine, INSTALL_FLAGS, size, wait } from '../bench/flags.ts';
import { selectSizes } from '../bench/selection.ts';
import { exitOnSignals, inCheckout } from '../checkout/checkout.ts';
import { CLIENT_DIR } from '../checkout/paths.ts';
import type { Found } from '../engines/engine.ts';
import { ENGINES, STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { describeEngines, setUpEngines } from '../engines/set-up.ts';
import { warmMemory } from '../machine/new-memory.ts';
import { checkRoom } from '../machine/room.ts';
import { placerOf } from '../measure/placement.ts';
import { runSession } from '../measure/run-session.ts';
import { buildClient } from '../serve/build-client.ts';
import {
  type DiscoveredSuite,
  discoverSuites,
  handWrittenNames,
  transportNames,
} from '../serve/discovery.ts';
import { Server } from '../serve/server.ts';

const SUITE = 'round-trip';
const KIB = 1024;
const SIZES_BYTES = [KIB, KIB ** 2, 16 * KIB ** 2];
const FLAGS = {
  engine,
  size: { ...size, otherwise: SIZES_BYTES.map((sizeBytes) => formatSize(sizeBytes, '')).join(', ') },
  json: path({ value: 'FILE', help: 'also write the ratios to FILE, as JSON' }),
  wait,
  ...INSTALL_FLAGS,
};
type Options = FlagValues<typeof FLAGS>;
/** How an engine compiles the loops differs by launch, but not within a launch. */
const LAUNCHES = 8;
const PAGES_A_SIZE = 2;
const PAIRS = 96;
/** Long round trips are fewer pairs, and scatter more: with 2 s, a page has about 25 of clones of 16 MiB. */
const MOST_MS = 2_000;
const TIMING = {
  ...PROFILES.default.timing,
  cycles: 16,
};

interface Comparison {
  readonly engine: EngineName;
  readonly transport: string;
  readonly sizeBytes: number;
  /** Above 1, the suite's block took longer. */
  readonly estimate: Estimate;
}

interface Ratios {
  readonly transport: string;
  readonly sizeBytes: number;
  readonly values: number[];
}

/** The two loops of a transport alternate on one worker; the value of a launch is the geometric mean over its pages. */
async function compare(
  server: Server,
  engine: StartedEngineName,
  found: Found,
  plan: { transports: string[]; sizesBytes: readonly number[] },
): Promise<Comparison[]> {
  const launches = new Map<string, Ratios>();
  for (let launch = 0; launch < LAUNCHES; launch++) {
    for (const [key, { transport, sizeBytes, values }] of await compareOnce(server, engine, found, plan)) {
      const known = launches.get(key) ?? { transport, sizeBytes, values: [] };
      known.values.push(geometricMean(values));
      launches.set(key, known);
    }
  }
  return [...launches.values()].map(({ values, ...rest }) => ({
    engine,
    ...rest,
    estimate: estimate(values),
  }));
}

/** One launch, with fresh pages for each size. */
async function compareOnce(
  server: Server,
  engine: StartedEngineName,
  found: Found,
  { transports, sizesBytes }: { transports: string[]; sizesBytes: readonly number[] },
): Promise<Map<string, Ratios>> {
  const ratios = new Map<string, Ratios>();
  const sizes = Array.from({ length: PAGES_A_SIZE }, () => sizesBytes).flat();
  const pages = sizes.map(
    (sizeBytes, page): HarnessPlan => ({
      kind: 'harness',
      suite: SUITE,
      sides: transports.map((transport) => ({ transport, parameter: null, sizeBytes })),
      pairs: PAIRS,
      mostMs: MOST_MS,
      timing: TIMING,
      seed: `${Math.random()}`,
      settleMs: page === 0 ? SETTLE_MS.launch : SETTLE_MS.page,
    }),
  );
  const placer = await placerOf('apart', ENGINES[engine].threads, found.unwatchable !== undefined);
  const session = server.open(pages, async (message) => {
    if (message.kind === 'threads' && !('reason' in placer)) await placer.place(message.workers);
    if (message.kind !== 'harness') return;
    const { transport, sizeBytes, ratio } = message;
    const key = `${sizeBytes} ${transport}`;
    const known = ratios.get(key) ?? { transport, sizeBytes, values: [] };
    known.values.push(ratio);
    ratios.set(key, known);
  });
  try {
    await runSession(session, found.open(session.client));
  } finally {
    session.close();
  }
  return ratios;
}

/** Within 2% of 1, or not distinguishable from 1. */
function isHonest({ estimate: { value, interval } }: Comparison): boolean {
  return Math.abs(value - 1) <= 0.02 || (interval !== null && interval.low <= 1 && interval.high >= 1);
}

/** The transports with a hand-written loop; prints the names of the others. */
async function withLoops(names: readonly string[]): Promise<string[]> {
  const loops = await handWrittenNames();
  for (const name of names)
    if (!loops.includes(name)) console.log(`${name}: skipped, as it has no hand-written loop`);
  return names.filter((name) => loops.includes(name));
}

/** @returns The exit code. */
async function compareAll(suites: readonly DiscoveredSuite[], options: Options): Promise<number> {
  const engines = options.engine ?? STARTED_ENGINE_NAMES;
  const own = suites.filter(({ name }) => name === SUITE);
  const sizesBytes = selectSizes(options.size, own) ?? SIZES_BYTES;
  checkRoom(sizesBytes);
  if (options.json !== null) await checkWritableFile(options.json);
  const all = await setUpEngines(engines, options, console.log);
  for (const line of describeEngines(all)) console.log(line);
  const comparisons: Comparison[] = [];
  let failed = false;
  await buildClient();
  const server = await Server.start({ clientDir: CLIENT_DIR, host: '127.0.0.1' });
  const transports = await withLoops(transportNames(own));
  await warmMemory(Math.max(...sizesBytes));

  for (const [engine, found] of all) {
    if (found.status === 'missing') {
      failed ||= options.engine !== null;
      continue;
    }
    try {
      comparisons.push(...(await compare(server, engine, found, { transports, sizesBytes })));
    } catch (error) {
      console.error(`${engine}: ${(error as Error).message}`);
      failed = true;
      continue;
    }
    console.log(`${engine}: done`);
  }
  await server.close();

  const table = new Table({
    head: ['engine', 'size', 'transport', 'suite ÷ hand-written', ''],
    style: { head: [], border: [] },
  });
  for (const one of comparisons) {
    const { engine, sizeBytes, transport } = one;
    table.push([
      engine,
      formatSize(sizeBytes),
      transport,
      formatRatioEstimate(one.estimate),
      isHonest(one) ? '' : 'off',
    ]);
  }
  console.log(table.toString());
  const off = comparisons.filter((one) => !isHonest(one)).length;
  const byChance = (0.05 * comparisons.length).toFixed(1);
  console.log(
    `${off} of ${comparisons.length} ratios are off: they differ from 1 by more than 2%, and their 95% interval excludes 1. ` +
      `By chance 1 interval in 20 excludes 1, here ${byChance}: look for ratios that are off in several runs.`,
  );
  if (options.json !== null) {
    const rows = comparisons.map(({ engine, transport, sizeBytes, estimate: { value, interval } }) => ({
      engine,
      transport,
      sizeBytes,
      ratio: value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    }));
    await writeAtomically(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  return !failed && comparisons.length > 0 && off === 0 ? 0 : 1;
}

export const command = defineCommand({
  name: 'bench:harness',
  does: "Compares the suite's round trips with minimal hand-written loops, alternating in one page.",
  flags: FLAGS,
  async run({ flags }) {
    const suites = await discoverSuites();
    exitOnSignals();
    return inCheckout({ wait: flags.wait, say: console.log }, () => compareAll(suites, flags));
  },
});
