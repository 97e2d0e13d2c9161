import { expect, test } from 'playwright/test';
import type { EngineName } from '../schema/keys.ts';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedCell, simulatedSummary, uniform } from '../testing/simulated.ts';
import { flagsOf } from './flags.ts';
import { driftOf } from './samples.ts';
import type { MeasuredSummary, Summary } from './summary.ts';

const example = exampleResults();
const [roundTrip] = example.run.suites as [SuiteInfo];
const [template] = roundTrip.transports as [TransportInfo];
const COPIES = { clone: true, transfer: false, share: false, ping: false, 'copy-fresh': true, memcpy: true };
const suite: SuiteInfo = {
  ...roundTrip,
  sizesBytes: Array.from({ length: 10 }, (_, at) => 1024 * 4 ** at),
  transports: Object.entries(COPIES).map(([name, copies]) => ({ ...template, name, copies })),
};
const ENGINES = ['chromium', 'firefox', 'webkit', 'node', 'bun', 'deno'] as const satisfies EngineName[];

interface Planted {
  readonly launches: () => number;
  readonly samples: number;
  /** Standard deviations of the logarithms. */
  readonly spread: {
    readonly launch: number;
    readonly cell: number;
    readonly sample: number;
    readonly drift: number;
    readonly neighbour: number;
  };
  /** The drift of a block, by the index of its cell in its engine. */
  readonly drift: (engine: EngineName, cell: number) => number;
  readonly carryOver: (engine: EngineName, after: string | null) => number;
}

const UNCHANGED: Planted = {
  launches: () => 3 + Math.floor(8 * uniform()),
  samples: 12,
  spread: { launch: 0.3, cell: 0.1, sample: 0.2, drift: 0.05, neighbour: 0.1 },
  drift: () => 1,
  carryOver: () => 1,
};

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** A run of six engines with 60 cells each. The cells of a launch are not independent: it changes the level and the drift of all its blocks, and of those after one neighbour. */
function simulatedRun(planted: Planted): Pick<Summary, 'run' | 'engines' | 'cells'> {
  return {
    run: { ...example.run, suites: [suite] },
    engines: ENGINES.map((engine) => ({ ...example.engines[0], engine }) as Summary['engines'][number]),
    cells: ENGINES.flatMap((engine) => simulatedEngine(engine, planted)),
  };
}

function simulatedEngine(
  engine: EngineName,
  { launches, samples, spread, drift, carryOver }: Planted,
): MeasuredSummary[] {
  const ofLaunches = Array.from({ length: launches() }, () => ({
    level: spread.launch * normal(),
    bend: spread.drift * normal(),
    marks: new Map(suite.transports.map(({ name: after }) => [after, spread.neighbour * normal()])),
  }));
  return suite.sizesBytes.flatMap((sizeBytes, row) => {
    const orders = ofLaunches.map(() => shuffled(suite.transports.map(({ name }) => name)));
    return suite.transports.map(({ name }, column) => {
      const afters = orders.map((order) => order[order.indexOf(name) - 1] ?? null);
      const bent = Math.log(drift(engine, row * suite.transports.length + column));
      const cell = simulatedSummary(
        name,
        sizeBytes,
        ofLaunches.map(({ level, bend, marks }, launch) => {
          const after = afters[launch] ?? null;
          const mark = Math.log(carryOver(engine, after)) + (marks.get(after ?? '') ?? 0);
          const own = level + mark + spread.cell * normal();
          return Array.from({ length: samples }, (_, sample) =>
            Math.exp(own + (sample < samples / 2 ? 0 : bend + bent) + spread.sample * normal()),
          );
        }),
      );
      return {
        ...cell,
        engine,
        launches: cell.launches.map((launch, at) => ({ ...launch, after: afters[at] ?? null })),
      };
    });
  });
}

test('at most 1 unchanged run in 20 has a flag', () => {
  test.slow();
  const RUNS = 400;
  for (const spread of [UNCHANGED.spread, { launch: 0.05, cell: 0.3, sample: 0.5, drift: 0, neighbour: 0 }]) {
    const flagged = Array.from({ length: RUNS }, () =>
      flagsOf(simulatedRun({ ...UNCHANGED, spread })),
    ).filter(({ drifts, carryOvers }) => drifts.length + carryOvers.length > 0);
    expect(flagged.length / RUNS, JSON.stringify(spread)).toBeLessThanOrEqual(0.05);
  }
});

test('five cells that slow down by ×1.3 are found in a run of 8 launches, with hardly any others', () => {
  const RUNS = 30;
  const isPlanted = (engine: EngineName, cell: number) => engine === 'firefox' && cell < 5;
  let found = 0;
  let others = 0;
  for (let at = 0; at < RUNS; at++) {
    const run = simulatedRun({
      ...UNCHANGED,
      launches: () => 8,
      samples: 30,
      spread: { launch: 0.3, cell: 0.1, sample: 0.1, drift: 0.02, neighbour: 0 },
      drift: (engine, cell) => (isPlanted(engine, cell) ? 1.3 : 1),
    });
    const ofFirefox = run.cells.filter(({ engine }) => engine === 'firefox');
    for (const { cell } of flagsOf(run).drifts) {
      if (isPlanted(cell.engine, ofFirefox.indexOf(cell))) found++;
      else others++;
    }
  }
  expect(found / (5 * RUNS)).toBeGreaterThan(0.95);
  expect(others / found).toBeLessThan(0.05);
});

test('a drift is reported with its size, and needs three launches with enough samples', () => {
  const bending = Array.from({ length: 30 }, (_, sample) => 1 + sample / 60);
  const uneven = bending.map((value, at) => value * (at % 2 === 0 ? 1 : 1.01));
  const drift = driftOf(simulatedCell('clone', 1024, [bending, uneven, bending]));
  expect(drift?.estimate.value).toBeCloseTo(1.29, 1);
  expect(drift?.p).toBeLessThan(0.001);
  expect(driftOf(simulatedCell('clone', 1024, [bending, uneven]))).toBeUndefined();
  expect(driftOf(simulatedCell('clone', 1024, [bending, bending, [1, 2, 3]]))).toBeUndefined();
});

test('a transport that slows down the next block in one engine is found, with 5 launches or more', () => {
  const runOf = (launches: number) =>
    simulatedRun({
      ...UNCHANGED,
      launches: () => launches,
      spread: { launch: 0.3, cell: 0.05, sample: 0.1, drift: 0, neighbour: 0 },
      carryOver: (engine, after) => (engine === 'firefox' && after === 'clone' ? 1.4 : 1),
    });
  const found = flagsOf(runOf(8)).carryOvers;
  expect(found).toMatchObject([{ engine: 'firefox', suite: 'round-trip', after: 'clone' }]);
  expect(found[0]?.test.estimate.value).toBeGreaterThan(1.25);
  expect(flagsOf(runOf(4)).carryOvers).toEqual([]);
});
