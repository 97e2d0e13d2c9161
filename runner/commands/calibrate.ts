import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { defineCommand } from '../../results/command-line/command.ts';
import { type FlagValues, integer, oneOf, path } from '../../results/command-line/flags.ts';
import {
  CALIBRATION_VERSION,
  type Calibration,
  type CalibrationRate,
  calibrationSchema,
  REGIMES,
  type Regime,
} from '../../results/comparison/calibration.ts';
import { calibrationTable } from '../../results/comparison/calibration-table.ts';
import {
  type CellVerdict,
  type Comparison,
  OUTCOMES,
  outcomeOf,
} from '../../results/comparison/comparison.ts';
import { suiteBuild } from '../../results/file/suite-build.ts';
import { writeAtomically } from '../../results/file/write.ts';
import type { Run } from '../../results/schema/run.ts';
import { median } from '../../results/statistics/estimate.ts';
import { INSTALL_FLAGS, seed, size, wait } from '../bench/flags.ts';
import { newRun } from '../bench/run.ts';
import { selectionOf, selectSizes } from '../bench/selection.ts';
import { exitOnSignals, inCheckout } from '../checkout/checkout.ts';
import { ROOT } from '../checkout/paths.ts';
import { judgeTwice } from '../compare/judge-twice.ts';
import { PAIRS, type Place, pairsInOnePage } from '../compare/pairs.ts';
import { STARTED_ENGINE_NAMES, type StartedEngineName } from '../engines/engines.ts';
import { setUpEngines } from '../engines/set-up.ts';
import { thisHost } from '../measure/host.ts';
import { buildClient } from '../serve/build-client.ts';
import { type DiscoveredSuite, discoverSuites } from '../serve/discovery.ts';
import { Server } from '../serve/server.ts';

const SUITE = 'round-trip';
const MOST_BYTES = 1024 ** 2;
/** How often each factor occurs in a round. 1: unchanged. False alarms are rare, so that counting them needs more comparisons. */
const FACTORS = [
  { factor: 1, times: 6 },
  { factor: 1.05, times: 1 },
  { factor: 1.1, times: 2 },
  { factor: 1.2, times: 2 },
  { factor: 1.3, times: 1 },
] as const;
const FLAGS = {
  engine: oneOf({
    value: 'NAME',
    allowed: STARTED_ENGINE_NAMES,
    help: `the engine: ${STARTED_ENGINE_NAMES.join(', ')}`,
    default: 'chromium',
  }),
  size: { ...size, otherwise: 'up to 1MiB' },
  // By default 30 comparisons of unchanged code, and 10 of each slowdown that matters most.
  rounds: integer({
    value: 'N',
    least: 1,
    most: 100,
    help: 'rounds of 12 comparisons each; 5 take about two hours',
    default: 5,
  }),
  seed,
  json: path({ value: 'FILE', help: 'also write the calibration to FILE, as JSON' }),
  wait,
  ...INSTALL_FLAGS,
};
type Options = FlagValues<typeof FLAGS>;

/** The names of the suite's own transports when they are slowed down. */
const baseName = (transport: string) => `${transport}-base`;
const slowedName = (transport: string, factor: number) => `${transport}-slowed-${Math.round(factor * 100)}`;

/** The slowed transports as modules, in the same way as the user's own transports. */
async function writeSlowed(folder: string, transports: readonly string[]): Promise<string[]> {
  const slowedFile = JSON.stringify(join(ROOT, 'suites/parts/slowed.ts'));
  const files = transports.flatMap((transport) => [
    { transport, name: baseName(transport), factor: 1 },
    ...FACTORS.map(({ factor }) => ({ transport, name: slowedName(transport, factor), factor })),
  ]);
  const paths: string[] = [];
  for (const { transport, name, factor } of files) {
    const own = JSON.stringify(join(ROOT, `suites/transports/${transport}.ts`));
    const path = join(folder, `${name}.ts`);
    await writeFile(
      path,
      `import { slowed } from ${slowedFile};\nimport { transport as own } from ${own};\nexport const transport = slowed(own, ${factor});\n`,
    );
    paths.push(path);
  }
  return paths;
}

/** The result of one comparison: its outcome, and its cells with the regime of each. */
interface Trial {
  readonly outcome: Comparison['outcome'];
  readonly cells: readonly { readonly regime: Regime; readonly verdict: CellVerdict }[];
}

/**
 * A whole comparison, as in `npm run compare`, of every transport with itself. Both arms have the same wrapper, with a factor
 * of 1 for the base.
 */
async function tryOnce(
  { run, engine, place }: { run: Run; engine: StartedEngineName; place: Place },
  transports: readonly string[],
  factor: number,
): Promise<Trial> {
  const arms = {
    base: transports.map(baseName),
    head: transports.map((name) => slowedName(name, factor)),
  };
  const judged = await judgeTwice([{ engine }], run, async (_, { suites, ...rest }) => {
    const [suite] = suites.map((one) => ({
      ...one,
      transports: one.transports.filter(
        ({ name, role }) => role === 'control' || arms.base.includes(name) || arms.head.includes(name),
      ),
    }));
    if (!suite) throw new Error(`no such suite: ${SUITE}`);
    const plan = { run: { ...rest, suites }, suite, engine, progress: () => {} };
    return pairsInOnePage(plan, place, arms);
  });
  return {
    outcome: outcomeOf(judged).outcome,
    cells: judged.verdicts.map((verdict) => ({
      verdict,
      regime: verdict.control === 'ping' ? 'latency' : 'copy',
    })),
  };
}

function rateOf(factor: number, trials: readonly Trial[]): CalibrationRate {
  const found = (verdicts: readonly CellVerdict[]) => ({
    cells: verdicts.length,
    regressed: verdicts.filter(({ verdict }) => verdict === 'regressed').length,
  });
  return {
    factor,
    comparisons: trials.length,
    outcomes: Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, trials.filter((trial) => trial.outcome === outcome).length]),
    ) as CalibrationRate['outcomes'],
    regimes: REGIMES.map((regime) => {
      const own = trials.flatMap(({ cells }) =>
        cells.filter((cell) => cell.regime === regime).map(({ verdict }) => verdict),
      );
      return {
        regime,
        ...found(own),
        detectable: found(own.filter(({ minimumDetectable }) => minimumDetectable <= factor)),
        medianDetectable:
          own.length === 0 ? null : median(own.map(({ minimumDetectable }) => minimumDetectable)),
      };
    }),
  };
}

function asTable(calibration: Calibration): string {
  const { caption, head, rows } = calibrationTable(calibration);
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return `${caption}\n${table.toString()}`;
}

/** @returns The exit code. */
async function calibrate(known: readonly DiscoveredSuite[], options: Options): Promise<number> {
  const { engine, rounds, json } = options;
  const asked = selectSizes(
    options.size,
    known.filter(({ name }) => name === SUITE),
  );
  const found = (await setUpEngines([engine], options, console.error)).get(engine);
  if (found?.status !== 'found') {
    console.error(`${engine}: ${found?.reason ?? 'not found'}`);
    return 1;
  }
  const startedAt = new Date().toISOString();
  const sources = await mkdtemp(join(tmpdir(), 'slowed-'));
  const clientDir = await mkdtemp(join(tmpdir(), 'client-'));
  let server: Server | undefined;
  try {
    const transports = known
      .filter(({ name }) => name === SUITE)
      .flatMap((suite) => suite.transports)
      .filter(({ role }) => role === 'transport')
      .map(({ name }) => name);
    const modules = await writeSlowed(sources, transports);
    await buildClient(clientDir, modules);
    server = await Server.start({ clientDir, host: '127.0.0.1' });
    const suites = (await discoverSuites(modules))
      .filter(({ name }) => name === SUITE)
      .map((suite) => ({
        ...suite,
        sizesBytes: asked ?? suite.sizesBytes.filter((sizeBytes) => sizeBytes <= MOST_BYTES),
      }));
    // Round by round, so that slow changes of the machine affect all factors equally.
    const order = Array.from({ length: rounds }, () =>
      FACTORS.flatMap(({ factor, times }) => Array.from({ length: times }, () => factor)),
    ).flat();
    const trials: { factor: number; trial: Trial }[] = [];
    for (const [at, factor] of order.entries()) {
      const run = {
        ...newRun(selectionOf('quick', options.seed), []),
        suites,
        // Steps of two, as a confirmation uses its comparison's seed plus one.
        seed: (options.seed + 2 * at) % 2 ** 32,
      };
      const trial = await tryOnce({ run, engine, place: { found, server } }, transports, factor);
      trials.push({ factor, trial });
      console.error(`${at + 1} of ${order.length} comparisons; ×${factor}: ${trial.outcome}`);
      const calibration: Calibration = calibrationSchema.parse({
        calibrationVersion: CALIBRATION_VERSION,
        id: startedAt.slice(0, 19).replaceAll(':', ''),
        startedAt,
        endedAt: new Date().toISOString(),
        ...suiteBuild(),
        engine,
        engineVersion: found.record.version,
        host: thisHost(),
        design: 'one page',
        pairs: PAIRS,
        rates: FACTORS.map((one) =>
          rateOf(
            one.factor,
            trials.filter((known) => known.factor === one.factor).map((known) => known.trial),
          ),
        ),
      });
      // Written after each comparison, so that an interruption loses nothing.
      if (json) await writeAtomically(json, `${JSON.stringify(calibration, null, 2)}\n`);
      if (at === order.length - 1) console.log(asTable(calibration));
    }
    return trials.some(({ trial }) => trial.cells.length > 0) ? 0 : 1;
  } finally {
    await server?.close();
  }
}

export const command = defineCommand({
  name: 'calibrate',
  does: 'Compares unchanged code with itself, and with code slowed down by known factors, many times, to measure how often a comparison is right.',
  flags: FLAGS,
  async run({ flags }) {
    const known = await discoverSuites();
    exitOnSignals();
    return inCheckout({ wait: flags.wait, say: console.error }, () => calibrate(known, flags));
  },
});
