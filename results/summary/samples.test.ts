import { expect, test } from 'playwright/test';
import type { CellLaunch, MeasuredCell } from '../schema/cell.ts';
import { geometricMean, interquartileMean, mean, median } from '../statistics/estimate.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedCell, uniform } from '../testing/simulated.ts';
import { lateFrames, withValuesMs } from './samples.ts';

const inTurn = ({ samplesMs }: { readonly samplesMs: readonly number[] }) => samplesMs.map((_, at) => at);
const launchOf = (
  transport: string,
  samplesMs: readonly number[],
  cyclesOf: Parameters<typeof withValuesMs>[0][number]['cyclesOf'] = inTurn,
) => ({
  transport,
  own: simulatedCell(transport, 1024, [[...samplesMs]]).launches[0] as CellLaunch,
  cyclesOf,
});
type OfLaunch = ReturnType<typeof launchOf>;

function valuesOf(launches: readonly OfLaunch[]): Record<string, number> {
  return Object.fromEntries(withValuesMs(launches).map(({ transport, valueMs }) => [transport, valueMs]));
}
const valuesIn = (samplesMs: Readonly<Record<string, readonly number[]>>) =>
  valuesOf(Object.entries(samplesMs).map(([transport, own]) => launchOf(transport, own)));

test('what slows half of the cycles, or a single turn, moves no ratio', () => {
  const slow = [1, 3, 1, 5, 1, 2, 1, 4, 1, 6];
  const { clone = 0, share = 0 } = valuesIn({
    clone: slow.map((cycle) => 6 * cycle),
    share: slow.map((cycle, at) => 2 * cycle * (at === 2 ? 20 : 1)),
  });
  expect(clone / share).toBeCloseTo(3);
});

test('one sample is the value', () => {
  expect(valuesIn({ clone: [5], share: [3] })).toEqual({
    clone: expect.closeTo(5),
    share: expect.closeTo(3),
  });
});

test('a control has the effect of the cycle that it had its turn in', () => {
  const slow = [1, 1, 3, 1, 1, 1];
  const { share = 0, ping = 0 } = valuesOf([
    launchOf(
      'clone',
      slow.map((cycle) => 6 * cycle),
    ),
    launchOf(
      'share',
      slow.map((cycle) => 4 * cycle),
    ),
    launchOf('ping', [3, 1], () => [2, 5]),
  ]);
  expect(share / ping).toBeGreaterThan(3.2);
});

test('samples that a transport takes itself are in no cycle', () => {
  const alone = valuesOf([launchOf('clock', [7, 7, 9, 7])]);
  const beside = valuesOf([
    launchOf('clock', [7, 7, 9, 7], () => undefined),
    launchOf('clone', [1, 9, 2, 3]),
  ]);
  expect(beside).toMatchObject(alone);
});

test('cells of other rounds share no cycle', () => {
  const clone = launchOf('clone', [4, 4, 8, 8]);
  const later: CellLaunch = {
    ...launchOf('share', [1, 1, 1, 1]).own,
    workers: clone.own.workers.map((worker) => ({ ...worker, blocks: [{ round: 1, samples: 4 }] })),
  };
  const values = valuesOf([clone, { ...launchOf('share', []), own: later }]);
  expect(values).toEqual({ clone: expect.closeTo(Math.sqrt(32)), share: expect.closeTo(1) });
});

test('the ratio of two values scatters less than that of medians where cycles differ and turns are slow', () => {
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
    const { clone = 0, share = 0 } = valuesIn(launch);
    return clone / share;
  });
  expect(Math.abs(geometricMean(ratios) / 3 - 1)).toBeLessThan(0.01);
  const ofMedians = launches.map(({ clone, share }) => median(clone) / median(share));
  expect(deviation(ratios)).toBeLessThan(deviation(ofMedians) / 2);
});

test('with five transports, a ratio is about the interquartile mean of the ratios in the cycles, also if two are disturbed now and then', () => {
  const names = ['clone', 'clone-twin', 'transfer', 'share', 'share-repost'];
  const disturbed = (name: string) => (name.startsWith('clone') && uniform() < 0.25 ? 2 : 1);
  const launches = Array.from({ length: 200 }, () => {
    const cycles = Array.from({ length: 60 }, () => Math.exp(0.3 * normal()));
    return new Map(
      names.map((name) => [name, cycles.map((cycle) => cycle * Math.exp(0.05 * normal()) * disturbed(name))]),
    );
  });
  const off = (above: string, below: string) =>
    geometricMean(
      launches.map((launch) => {
        const values = valuesIn(Object.fromEntries(launch));
        const others = launch.get(below) ?? [];
        const logs = (launch.get(above) ?? []).map((sampleMs, at) => Math.log(sampleMs / (others[at] ?? 0)));
        return (values[above] ?? 0) / (values[below] ?? 0) / Math.exp(interquartileMean(logs));
      }),
    );
  expect(Math.abs(off('share', 'transfer') - 1)).toBeLessThan(0.005);
  expect(Math.abs(off('clone', 'share') - 1)).toBeLessThan(0.02);
});

test('a frame is late if it is read after the next one was due', () => {
  const [cell] = exampleResults().cells as [MeasuredCell];
  const launches = [{ ...cell.launches[0], samplesMs: [1, 16.6, 16.7, 40] }] as MeasuredCell['launches'];
  expect(lateFrames({ ...cell, launches }, 60)).toEqual({ late: 2, frames: 4 });
});
