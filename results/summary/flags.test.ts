import { expect, test } from 'playwright/test';
import { normal, simulatedCell, simulatedSummary } from '../testing/simulated.ts';
import { carryOvers, levelsOf } from './flags.ts';
import { driftOf } from './samples.ts';

const noisy = (value: number, spread: number) => value * Math.exp(spread * normal());
const launchesOf = (count: number, samples: number, value: (launch: number, sample: number) => number) =>
  Array.from({ length: count }, (_, launch) =>
    Array.from({ length: samples }, (__, sample) => value(launch, sample)),
  );
const share = (found: readonly unknown[]) => found.filter((one) => one !== undefined).length / found.length;

test('a block that slows down by a half is flagged, and says by how much', () => {
  const drifting = simulatedCell(
    'clone',
    1024,
    launchesOf(5, 30, (_, sample) => noisy(1 + sample / 60, 0.05)),
  );
  expect(driftOf(drifting)?.value).toBeGreaterThan(1.2);
});

test('a steady block is hardly ever flagged, and one of few samples never', () => {
  const steady = Array.from({ length: 1000 }, () =>
    driftOf(
      simulatedCell(
        'clone',
        1024,
        launchesOf(5, 30, () => noisy(1, 0.2)),
      ),
    ),
  );
  expect(share(steady)).toBeLessThan(0.05);
  expect(driftOf(simulatedCell('clone', 1024, [[1, 2, 3]]))).toBeUndefined();
});

test('launches at two levels are told with both, whatever their order', () => {
  const cell = simulatedSummary(
    'ping',
    1024,
    [0.09, 0.03, 0.095, 0.031, 0.1].map((value) => [value]),
  );
  expect(levelsOf(cell)).toEqual({ lowMs: 0.0305, highMs: 0.095 });
});

test('launches that only differ are one group', () => {
  for (const count of [3, 5, 10, 20]) {
    const found = Array.from({ length: 2000 }, () =>
      levelsOf(
        simulatedSummary(
          'ping',
          1024,
          launchesOf(count, 1, () => noisy(0.1, 0.2)),
        ),
      ),
    );
    expect(share(found), `${count} launches`).toBeLessThan(0.02);
  }
  expect(levelsOf(simulatedSummary('ping', 1024, [[1], [1.1], [9]]))).toBeUndefined();
});

test('a neighbour that leaves its mark is named, the others are not', () => {
  const after = ['clone', 'share', 'transfer'];
  const cells = Array.from({ length: 6 }, (_, at) => {
    const cell = simulatedSummary(
      'ping',
      1024 * 4 ** at,
      launchesOf(6, 1, (launch) => noisy(launch % 3 === 0 ? 0.15 : 0.1, 0.03)),
    );
    const launches = cell.launches.map((launch, index) => ({ ...launch, after: after[index % 3] ?? null }));
    return { ...cell, launches };
  });
  const found = carryOvers(cells, ['ping']);
  expect(found.map((one) => one.after)).toEqual(['clone']);
  expect(found[0]?.estimate.value).toBeGreaterThan(1.3);
  expect(carryOvers(cells, ['share'])).toEqual([]);
});
