import { type TestInfo, test } from 'playwright/test';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { CellLaunch, Gc, MeasuredCell } from '../schema/cell.ts';
import type { EngineRecord } from '../schema/engine.ts';
import { valuesFor } from '../schema/ids.ts';
import type { EngineName } from '../schema/keys.ts';
import type { Launch } from '../schema/launch.ts';
import type { Results } from '../schema/results.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { summarizeCells } from '../summary/summarize.ts';
import type { MeasuredSummary } from '../summary/summary.ts';
import { exampleResults } from './example.ts';

/** Simulated data for the tests of the statistics, with a fixed seed. */

const SEED = 20_260_101;
let random = xoroshiro128plus(SEED);
let lastTest: TestInfo | undefined;

/** Each test starts the sequence anew, so that its result does not depend on the tests before it in the same process. */
export function uniform(): number {
  const current = currentTest();
  if (current !== lastTest) {
    random = xoroshiro128plus(SEED);
    lastTest = current;
  }
  return uniformFloat64(random);
}

/** `undefined` while a test file is loaded. */
function currentTest(): TestInfo | undefined {
  try {
    return test.info();
  } catch {
    return undefined;
  }
}

/** A random number from the standard normal distribution, by the method of Box and Muller. */
export function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A cell with the given samples, one list per launch. */
export function simulatedCell(
  transport: string,
  sizeBytes: number,
  launches: readonly number[][],
): MeasuredCell {
  return {
    engine: 'node',
    suite: 'round-trip',
    transport,
    parameter: null,
    sizeBytes,
    status: 'measured',
    gc: { status: 'skipped', reason: 'simulated' },
    memory: { status: 'skipped', reason: 'simulated' },
    cpu: { status: 'skipped', reason: 'simulated' },
    launches: launches.map((samplesMs, launch) => ({
      launch,
      samplesMs,
      workers: [
        {
          page: 0,
          worker: 0,
          batch: 1,
          warmupRoundTrips: 0,
          warmupMs: 0,
          roundTrips: samplesMs.length,
          measuredMs: 0,
          mainThread: null,
          movedBytes: null,
          blocks: [{ round: 0, samples: samplesMs.length }],
        },
      ],
    })),
  };
}

type Blocks = CellLaunch['workers'][number]['blocks'];

/** The same cell with its samples in other rounds. */
export function withBlocks(cell: MeasuredCell, blocksOf: (launch: CellLaunch) => Blocks): MeasuredCell {
  return {
    ...cell,
    launches: cell.launches.map((launch) => ({
      ...launch,
      workers: launch.workers.map((worker) => ({ ...worker, blocks: blocksOf(launch) })),
    })),
  };
}

/** The summary of a simulated cell. */
export function simulatedSummary(
  transport: string,
  sizeBytes: number,
  launches: readonly number[][],
): MeasuredSummary {
  const [summary] = summarizeCells([simulatedCell(transport, sizeBytes, launches)], [], []);
  return summary as MeasuredSummary;
}

const TEMPLATES = new Map<string, MeasuredSummary>();

/** The summary of a cell with these values of its launches, which is quicker to make than one from samples. */
export function summaryOfLaunches(
  transport: string,
  sizeBytes: number,
  valuesMs: readonly number[],
): MeasuredSummary {
  const key = `${transport} ${sizeBytes}`;
  const template = TEMPLATES.get(key) ?? simulatedSummary(transport, sizeBytes, [[1]]);
  TEMPLATES.set(key, template);
  return {
    ...template,
    launches: valuesMs.map((valueMs, launch) => ({ launch, valueMs, mainThreadMs: null })),
  };
}

const GC: Gc = {
  status: 'measured',
  watches: [
    {
      roundTrips: 200,
      main: { minor: { collections: 12, pauseMs: 3 }, major: { collections: 1, pauseMs: 2 } },
      worker: { minor: { collections: 4, pauseMs: 1 }, major: { collections: 0, pauseMs: 0 } },
      notUnderstood: 0,
    },
  ],
};

/** A complete run of some suites and engines: the time of a transport that copies grows with the size, that of others is constant. */
export function simulatedResults(
  suites: readonly SuiteInfo[],
  engines: readonly EngineName[],
  { launches, samples }: { launches: number; samples: number },
): Results {
  const example = exampleResults();
  const [template] = example.engines;
  const records = engines.map((engine) => ({ ...template, engine }) as EngineRecord);
  const cells = engines.flatMap((engine) =>
    suites.flatMap((suite) =>
      suite.sizesBytes.flatMap((sizeBytes) =>
        suite.transports
          .filter((transport) => transport.sizesBytes?.includes(sizeBytes) ?? true)
          .flatMap(({ name, role, copies }) =>
            valuesFor(suite, role).map((parameter) => {
              const meanMs = 0.05 + (copies ? sizeBytes * 2e-7 * (parameter ?? 1) : 0);
              const cell = simulatedCell(
                name,
                sizeBytes,
                Array.from({ length: launches }, () => {
                  const launchMs = meanMs * Math.exp(0.05 * normal());
                  return Array.from({ length: samples }, () =>
                    Number((launchMs * Math.exp(0.1 * normal())).toPrecision(6)),
                  );
                }),
              );
              const memory = { status: 'measured', peakBytes: (copies ? 4 : 1) * sizeBytes } as const;
              return { ...cell, engine, suite: suite.name, parameter, gc: GC, memory };
            }),
          ),
      ),
    ),
  );
  const [begun] = example.launches;
  const all = engines.flatMap((engine) =>
    suites.flatMap(({ name: suite, sizesBytes }) =>
      Array.from({ length: launches }, (_, launch) => ({
        ...(begun as Launch),
        engine,
        suite,
        launch,
        sizesBytes,
        pages: [],
      })),
    ),
  );
  const run = { ...example.run, suites: [...suites] };
  return { ...example, run, engines: records, launches: all, passes: [], cells, claims: [] };
}
