import { expect, test } from 'playwright/test';
import { skipUnlessAll } from '../../runner/testing/slow.ts';
import type { EngineName } from '../schema/keys.ts';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedCell, uniform, withBlocks } from '../testing/simulated.ts';
import { type SimulatedTurn, simulatedRounds } from '../testing/simulated-rounds.ts';
import { flagsOf } from './flags.ts';
import { driftOf } from './samples.ts';
import { summarize } from './summarize.ts';
import type { Summary } from './summary.ts';

const example = exampleResults();
const [roundTrip] = example.run.suites as [SuiteInfo];
const [template] = roundTrip.transports as [TransportInfo];
const COPIES = { clone: true, transfer: false, share: false, ping: false, 'copy-fresh': true };
const suite: SuiteInfo = {
  ...roundTrip,
  sizesBytes: [1024, 4096, 16_384, 65_536],
  transports: Object.entries(COPIES).map(([name, copies]) => ({
    ...template,
    name,
    copies,
    role: name === 'ping' || name === 'copy-fresh' ? 'control' : 'transport',
  })),
};
/** The flags are corrected for the number of engines, so a run of three shows what one of six would. */
const ENGINES = ['chromium', 'firefox', 'node'] as const satisfies EngineName[];
const ROUNDS = 5;

interface Planted {
  readonly launches: () => number;
  /** Standard deviations of the logarithms. */
  readonly spread: {
    readonly launch: number;
    readonly round: number;
    readonly sample: number;
    readonly drift: number;
    readonly neighbour: number;
  };
  /** The last round ÷ the first. */
  readonly drift: (engine: EngineName, turn: SimulatedTurn) => number;
  readonly carryOver: (engine: EngineName, after: string | null) => number;
}

const UNCHANGED: Planted = {
  launches: () => 3 + Math.floor(8 * uniform()),
  spread: { launch: 0.3, round: 0.2, sample: 0.2, drift: 0.05, neighbour: 0.05 },
  drift: () => 1,
  carryOver: () => 1,
};

/** A run of all engines. What belongs to a launch is the same for all of its cells: its level, its drift, and what a neighbour does. */
function simulatedRun({ launches: count, spread, drift, carryOver }: Planted): Summary {
  const engines = ENGINES.map((engine) => {
    const launches = count();
    const ofLaunches = Array.from({ length: launches }, () => ({
      level: spread.launch * normal(),
      bend: spread.drift * normal(),
      marks: new Map(suite.transports.map(({ name }) => [name, spread.neighbour * normal()])),
      rounds: Array.from({ length: ROUNDS }, () => spread.round * normal()),
    }));
    return simulatedRounds(engine, suite, { launches, rounds: ROUNDS, cycles: 4 }, (turn) => {
      const { level, bend, marks, rounds } = ofLaunches[turn.launch] as (typeof ofLaunches)[number];
      const progress = turn.round / (ROUNDS - 1);
      return (
        level +
        (rounds[turn.round] ?? 0) +
        progress * (bend + Math.log(drift(engine, turn))) +
        (marks.get(turn.after ?? '') ?? 0) +
        Math.log(carryOver(engine, turn.after)) +
        spread.sample * normal()
      );
    });
  });
  return summarize({
    ...example,
    run: { ...example.run, suites: [suite] },
    engines: ENGINES.map((engine) => ({ ...example.engines[0], engine }) as Summary['engines'][number]),
    launches: engines.flatMap(({ launches }) => launches),
    cells: engines.flatMap(({ cells }) => cells),
  });
}

for (const [noise, spread] of Object.entries({
  'of launches and rounds': UNCHANGED.spread,
  'of samples': { launch: 0.05, round: 0.05, sample: 0.5, drift: 0, neighbour: 0 },
})) {
  test(`at most 1 unchanged run in 20 has a flag, with the noise ${noise}`, () => {
    skipUnlessAll(spread !== UNCHANGED.spread);
    test.slow();
    const RUNS = 400;
    const flagged = Array.from({ length: RUNS }, () =>
      flagsOf(simulatedRun({ ...UNCHANGED, spread })),
    ).filter(({ drifts, carryOvers }) => drifts.length + carryOvers.length > 0);
    expect(flagged.length / RUNS).toBeLessThanOrEqual(0.05);
  });
}

test('cells that slow down by ×1.3 are found in a run of 8 launches, with hardly any others', () => {
  const RUNS = 20;
  const isPlanted = (engine: EngineName, { transport }: { transport: string }) =>
    engine === 'firefox' && transport === 'clone';
  let found = 0;
  let others = 0;
  for (let at = 0; at < RUNS; at++) {
    const run = simulatedRun({
      ...UNCHANGED,
      launches: () => 8,
      spread: { launch: 0.3, round: 0.03, sample: 0.1, drift: 0.02, neighbour: 0 },
      drift: (engine, turn) => (isPlanted(engine, turn) ? 1.3 : 1),
    });
    for (const { cell } of flagsOf(run).drifts) {
      if (isPlanted(cell.engine, cell)) found++;
      else others++;
    }
  }
  expect(found / (suite.sizesBytes.length * RUNS)).toBeGreaterThan(0.95);
  expect(others / found).toBeLessThan(0.05);
});

test('a drift is reported with its size, and needs three launches with several rounds', () => {
  const bending = [
    { round: 0, samples: 3 },
    { round: 1, samples: 3 },
  ];
  const cellOf = (launches: number[][]) =>
    withBlocks(simulatedCell('clone', 1024, launches), ({ samplesMs: { length: samples } }) =>
      samples === 6 ? bending : [{ round: 0, samples }],
    );
  const [steep, steeper] = [
    [1, 1, 1, 1.3, 1.3, 1.3],
    [1, 1, 1, 1.31, 1.31, 1.31],
  ] as const;
  const drift = driftOf(cellOf([[...steep], [...steeper], [...steep]]));
  expect(drift?.estimate.value).toBeCloseTo(1.303, 2);
  expect(drift?.p).toBeLessThan(0.001);
  expect(driftOf(cellOf([[...steep], [...steeper]]))).toBeUndefined();
  expect(driftOf(cellOf([[...steep], [...steeper], [1, 2, 3]]))).toBeUndefined();
});

test('a transport that slows down the next turn in one engine is found, with 5 launches or more', () => {
  const runOf = (launches: number) =>
    simulatedRun({
      ...UNCHANGED,
      launches: () => launches,
      spread: { launch: 0.3, round: 0.2, sample: 0.1, drift: 0, neighbour: 0 },
      carryOver: (engine, after) => (engine === 'firefox' && after === 'clone' ? 1.4 : 1),
    });
  const found = flagsOf(runOf(8)).carryOvers;
  expect(found).toMatchObject([{ engine: 'firefox', suite: 'round-trip', after: 'clone' }]);
  expect(found[0]?.test.estimate.value).toBeGreaterThan(1.2);
  expect(flagsOf(runOf(4)).carryOvers).toEqual([]);
});
