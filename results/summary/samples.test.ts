import { expect, test } from 'playwright/test';
import type { CellLaunch, MeasuredCell } from '../schema/cell.ts';
import { estimate, geometricMean, mean, median } from '../statistics/estimate.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedCell, uniform } from '../testing/simulated.ts';
import { lateFrames, withValuesMs } from './samples.ts';

const launchOf = (transport: string, samplesMs: readonly number[]) => ({
  transport,
  own: simulatedCell(transport, 1024, [[...samplesMs]]).launches[0] as CellLaunch,
});

function valuesOf(samplesMs: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  const launches = Object.entries(samplesMs).map(([transport, own]) => launchOf(transport, own));
  return Object.fromEntries(withValuesMs(launches).map(({ transport, valueMs }) => [transport, valueMs]));
}

test('what slows a whole cycle, or a single turn, moves no value', () => {
  const { clone, share } = valuesOf({
    clone: [6, 60, 6, 6, 6, 6, 6, 6, 6, 6],
    share: [2, 20, 2, 2, 2, 40, 2, 2, 2, 2],
  });
  expect(clone).toBeCloseTo(6);
  expect(share).toBeCloseTo(2);
});

test('one sample is the value, and a control with fewer samples has a value too', () => {
  expect(valuesOf({ clone: [5], share: [3] })).toEqual({
    clone: expect.closeTo(5),
    share: expect.closeTo(3),
  });
  const { ping } = valuesOf({ clone: [6, 3, 6, 6], share: [4, 2, 4, 4], ping: [1] });
  expect(ping).toBeCloseTo(1);
});

test('cells of other rounds share no cycle', () => {
  const clone = launchOf('clone', [4, 4, 8, 8]);
  const later: CellLaunch = {
    ...launchOf('share', [1, 1, 1, 1]).own,
    workers: clone.own.workers.map((worker) => ({ ...worker, blocks: [{ round: 1, samples: 4 }] })),
  };
  const values = withValuesMs([clone, { transport: 'share', own: later }]).map(({ valueMs }) => valueMs);
  expect(values).toEqual([expect.closeTo(Math.sqrt(32)), expect.closeTo(1)]);
});

test('the ratio of two values is right on average, and scatters less than that of medians where cycles differ and turns are slow', () => {
  const launches = Array.from({ length: 400 }, () => {
    const cycles = Array.from({ length: 32 }, () => Math.exp(0.3 * normal()));
    const turn = () => Math.exp(0.1 * normal()) * (uniform() < 0.05 ? 4 : 1);
    return {
      share: cycles.map((cycle) => 2 * cycle * turn()),
      clone: cycles.map((cycle) => 6 * cycle * turn()),
    };
  });
  const deviation = (ratios: readonly number[]) => {
    const logs = ratios.map(Math.log);
    return Math.sqrt(mean(logs.map((log) => (log - mean(logs)) ** 2)));
  };
  const ratios = launches.map((launch) => {
    const { clone = 0, share = 0 } = valuesOf(launch);
    return clone / share;
  });
  const { interval } = estimate(ratios);
  expect(geometricMean(ratios)).toBeCloseTo(3, 1);
  expect(interval?.low).toBeLessThan(3.01);
  expect(interval?.high).toBeGreaterThan(2.99);
  const ofMedians = launches.map(({ clone, share }) => median(clone) / median(share));
  expect(deviation(ratios)).toBeLessThan(deviation(ofMedians) / 2);
});

test('a frame is late if it is read after the next one was due', () => {
  const [cell] = exampleResults().cells as [MeasuredCell];
  const launches = [{ ...cell.launches[0], samplesMs: [1, 16.6, 16.7, 40] }] as MeasuredCell['launches'];
  expect(lateFrames({ ...cell, launches }, 60)).toEqual({ late: 2, frames: 4 });
});
