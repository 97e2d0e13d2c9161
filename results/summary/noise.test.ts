import { expect, test } from 'playwright/test';
import type { MeasuredCell } from '../schema/cell.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedCell, withBlocks } from '../testing/simulated.ts';
import { noiseOf } from './noise.ts';

const example = exampleResults();
const suite = example.run.suites[0] as SuiteInfo;

/** A cell with this many rounds of one sample in each launch. */
function cellOf(transport: string, sizeBytes: number, launches: readonly number[][]): MeasuredCell {
  return withBlocks(simulatedCell(transport, sizeBytes, launches), ({ samplesMs }) =>
    samplesMs.map((_, round) => ({ round, samples: 1 })),
  );
}

/** Of clone, 1 ms, and share: its ratios scatter between launches and between rounds by these deviations. */
function cells(sizeBytes: number, rounds: number, launchSpread: number, roundSpread: number): MeasuredCell[] {
  const share = Array.from({ length: 400 }, () => {
    const launch = launchSpread * normal();
    return Array.from({ length: rounds }, () => Math.exp(launch + roundSpread * normal()));
  });
  return [
    cellOf('share', sizeBytes, share),
    cellOf(
      'clone',
      sizeBytes,
      share.map((own) => own.map(() => 1)),
    ),
  ];
}

test('the scatter of ratios is divided between launches and rounds', () => {
  const noise = noiseOf({ ...example, cells: cells(1024, 8, 0.1, 0.2) }, 'node', suite);
  expect(noise).toMatchObject({ ratios: 1, deviations: { page: null, worker: null } });
  expect(noise?.deviations.launch).toBeCloseTo(0.1, 1);
  expect(noise?.deviations.round).toBeCloseTo(0.2, 1);
  expect(noise?.shares.launch).toBeCloseTo(0.1 ** 2 / (0.1 ** 2 + 0.2 ** 2 / 8), 1);
});

test('a size with one round a launch does not make the rounds of the others look like launches', () => {
  const small = cells(1024, 8, 0.05, 0.2);
  const large = cells(1_048_576, 1, 1, 0.2);
  const both = noiseOf({ ...example, cells: [...small, ...large] }, 'node', suite);
  expect(both).toEqual(noiseOf({ ...example, cells: small }, 'node', suite));
  expect(noiseOf({ ...example, cells: large }, 'node', suite)).toMatchObject({
    ratios: 1,
    deviations: { launch: expect.closeTo(1, 0), round: null },
  });
});
