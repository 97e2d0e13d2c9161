import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CALIBRATION_VERSION,
  type Calibration,
  type CalibrationRate,
  calibrationSchema,
} from '../results/calibration.ts';
import { runCommand } from '../results/command.ts';
import { type CellVerdict, judgeAll } from '../results/comparison.ts';
import type { Run, SuiteInfo } from '../results/schema.ts';
import { median } from '../results/statistics.ts';
import { suiteBuild } from '../results/suite-build.ts';
import { writeAtomically } from '../results/write.ts';
import { buildClient } from './build-client.ts';
import { formatCalibration } from './calibration-table.ts';
import type { Found } from './engines/engine.ts';
import { ENGINES, type StartedEngineName } from './engines.ts';
import { thisHost } from './host.ts';
import { helpText, parseOptions } from './options.ts';
import { pairsInOnePage } from './pairs.ts';
import { ROOT } from './paths.ts';
import { newRun } from './run.ts';
import { Server } from './server.ts';
import { setUpEngines } from './set-up.ts';
import { discoverSuites } from './suites.ts';

const DOES =
  'Compares unchanged code with itself, and with code that is slowed down by known factors, many times: how often is it told?';
const SUITE = 'round-trip';
const MOST_BYTES = 1024 ** 2;
/** 1: unchanged. */
const FACTORS = [1, 1.05, 1.1, 1.2, 1.3];
/** What bounds their cells. */
const REGIMES = [
  { regime: 'latency', transport: 'share' },
  { regime: 'copy', transport: 'clone' },
] as const;
const DEFAULT_COMPARISONS = 10;
const DEFAULT_ENGINE: StartedEngineName = 'chromium';

/** The slowed transports as modules of the user's own would be, below the project, where their imports lead. */
async function writeSlowed(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const slowedFile = JSON.stringify(join(ROOT, 'suites/slowed.ts'));
  const files = REGIMES.flatMap(({ transport }) =>
    FACTORS.map((factor) => ({
      transport,
      factor,
      file: join(folder, `${slowedName(transport, factor)}.ts`),
    })),
  );
  for (const { transport, factor, file } of files) {
    const own = JSON.stringify(join(ROOT, `suites/transports/${transport}.ts`));
    await writeFile(
      file,
      `import { slowed } from ${slowedFile};\nimport { transport as own } from ${own};\nexport const transport = slowed(own, ${factor});\n`,
    );
  }
  return files.map(({ file }) => file);
}

function slowedName(transport: string, factor: number): string {
  return `${transport}-slowed-${Math.round(factor * 100)}`;
}

/** Both arms are wrapped alike, the base slowed down by nothing; there are no confirmations, so these are the rates of one look. */
async function compareOnce(
  context: { run: Run; suite: SuiteInfo; engine: StartedEngineName; found: Found; server: Server },
  transport: string,
  factor: number,
): Promise<CellVerdict[]> {
  const { run, suite, engine, found, server } = context;
  const arms = { base: slowedName(transport, 1), head: slowedName(transport, factor) };
  const names = Object.values(arms);
  const own = {
    ...suite,
    transports: suite.transports.filter(({ name, role }) => role === 'control' || names.includes(name)),
  };
  const measured = await pairsInOnePage(
    { run, suite: own, engine, progress: () => {} },
    { found, server },
    arms,
  );
  return judgeAll(measured).verdicts;
}

function rateOf(
  factor: number,
  regime: CalibrationRate['regime'],
  comparisons: readonly (readonly CellVerdict[])[],
): CalibrationRate {
  const cells = comparisons.flat();
  const isRegressed = ({ verdict }: CellVerdict) => verdict === 'regressed';
  return {
    factor,
    regime,
    comparisons: comparisons.length,
    cells: cells.length,
    cellsRegressed: cells.filter(isRegressed).length,
    comparisonsRegressed: comparisons.filter((verdicts) => verdicts.some(isRegressed)).length,
    medianDetectable:
      cells.length === 0 ? null : median(cells.map(({ minimumDetectable }) => minimumDetectable)),
  };
}

await runCommand(async (args) => {
  const options = parseOptions('calibrate', args, await discoverSuites());
  if (!options) {
    console.log(helpText('calibrate', DOES));
    return 0;
  }
  const [engine = DEFAULT_ENGINE] = options.engines ?? [DEFAULT_ENGINE];
  const found = (await setUpEngines([engine], { install: options.install, say: console.error })).get(engine);
  if (found?.status !== 'found') {
    console.error(`${engine}: ${found?.reason ?? 'not found'}`);
    return 1;
  }
  const startedAt = new Date().toISOString();
  const cache = join(ROOT, 'node_modules/.cache/clone-transfer-share');
  await mkdir(cache, { recursive: true });
  const sources = await mkdtemp(join(cache, 'slowed-'));
  const clientDir = await mkdtemp(join(tmpdir(), 'clone-transfer-share-calibrate-'));
  let server: Server | undefined;
  try {
    const modules = await writeSlowed(sources);
    await buildClient(clientDir, modules);
    server = await Server.start({ clientDir, host: '127.0.0.1' });
    const suite = (await discoverSuites(modules)).find(({ name }) => name === SUITE);
    if (!suite) throw new Error(`there is no suite ${SUITE}`);
    const sizesBytes = suite.sizesBytes.filter(
      (sizeBytes) => options.sizesBytes?.includes(sizeBytes) ?? sizeBytes <= MOST_BYTES,
    );
    const rates: CalibrationRate[] = [];
    const count = options.comparisons ?? DEFAULT_COMPARISONS;
    for (const { regime, transport } of REGIMES) {
      for (const factor of FACTORS) {
        const verdicts: CellVerdict[][] = [];
        for (let at = 0; at < count; at++) {
          const run = {
            ...newRun({ ...options, profile: 'quick' }, []),
            seed: (options.seed + at) % 2 ** 32,
          };
          const context = { run, suite: { ...suite, sizesBytes }, engine, found, server };
          verdicts.push(await compareOnce(context, transport, factor));
          console.error(`${regime}, ×${factor}: ${at + 1} of ${count} comparisons`);
        }
        rates.push(rateOf(factor, regime, verdicts));
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
          rates,
        });
        // What is known stands, whatever comes after.
        if (options.jsonFile)
          await writeAtomically(options.jsonFile, `${JSON.stringify(calibration, null, 2)}\n`);
      }
    }
    console.log(`${ENGINES[engine].name} ${found.record.version}, in one page:\n${formatCalibration(rates)}`);
    return 0;
  } finally {
    await server?.close();
    for (const folder of [sources, clientDir]) await rm(folder, { recursive: true, force: true });
  }
});
