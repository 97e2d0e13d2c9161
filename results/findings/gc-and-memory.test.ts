import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import type { MeasuredSummary } from '../summary/summary.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { amplificationOf, collectionsOf, collectionsOn, hasRate, pauseMsPerGiB } from './gc-and-memory.ts';

const MIB = 1024 ** 2;
const suite = exampleResults().run.suites[0] as SuiteInfo;
const none = { collections: 0, pauseMs: 0 };

function cellOf(transport: string, peakBytes: number): MeasuredSummary {
  return {
    ...simulatedSummary(transport, MIB, [[1]]),
    gc: {
      status: 'measured',
      watches: [
        {
          roundTrips: 200,
          main: { minor: { collections: 7, pauseMs: 3 }, major: { collections: 2, pauseMs: 3 } },
          worker: { minor: { collections: 3, pauseMs: 1 }, major: none },
          notUnderstood: 0,
        },
        {
          roundTrips: 56,
          main: { minor: { collections: 3, pauseMs: 1 }, major: none },
          worker: { minor: { collections: 1, pauseMs: 0 }, major: none },
          notUnderstood: 0,
        },
      ],
    },
    memory: { status: 'measured', peakBytes },
  };
}

const copying = {
  ...suite,
  transports: suite.transports.map((one) => ({ ...one, copies: one.name === 'clone' })),
};

test('collections of both threads and all launches are added, with the interval of their rate', () => {
  const cell = cellOf('clone', 0);
  expect(collectionsOf([cell])).toMatchObject({ events: 16, roundTrips: 256, pauseMs: 8 });
  const { interval } = collectionsOf([cell]) ?? {};
  expect(interval?.low).toBeLessThan(16 / 256);
  expect(interval?.high).toBeGreaterThan(16 / 256);
  expect(collectionsOn(cell, 'worker', 'minor')?.events).toBe(4);
  expect(collectionsOf([cell, cell])).toMatchObject({ events: 32, roundTrips: 512 });
});

test('pauses are per GiB only if something is copied, and there are ten collections', () => {
  // 256 round trips of 1 MiB move half a GiB.
  expect(pauseMsPerGiB(cellOf('clone', 0), copying)).toBe(16);
  expect(pauseMsPerGiB({ ...cellOf('clone', 0), movedBytes: 8 * MIB }, copying)).toBe(4);
  const parameter: SuiteInfo['parameter'] = { name: 'in flight', kind: 'in flight', values: [1, 8] };
  expect(pauseMsPerGiB({ ...cellOf('clone', 0), parameter: 8 }, { ...copying, parameter })).toBe(2);
  const control = {
    ...copying,
    transports: copying.transports.map((one) => ({ ...one, role: 'control' as const })),
  };
  expect(pauseMsPerGiB(cellOf('clone', 0), control)).toBeUndefined();
  expect(pauseMsPerGiB(cellOf('share', 0), copying)).toBeUndefined();
  const few = cellOf('clone', 0);
  const watches = few.gc.status === 'measured' ? few.gc.watches.slice(1) : [];
  const rare: MeasuredSummary = { ...few, gc: { status: 'measured', watches } };
  expect(pauseMsPerGiB(rare, copying)).toBeUndefined();
  expect(collectionsOf([rare])?.events).toBe(4);
});

test('a rate needs ten events', () => {
  const [one, few] = [
    collectionsOf([cellOf('clone', 0)]),
    collectionsOn(cellOf('clone', 0), 'main', 'major'),
  ];
  expect(one && hasRate(one)).toBe(true);
  expect(few && hasRate(few)).toBe(false);
});

test('a cell that was not watched has no collections and no amplification', () => {
  const cell = simulatedSummary('clone', MIB, [[1]]);
  expect(collectionsOf([cell])).toBeUndefined();
  expect(amplificationOf(cell, suite, [cell])).toBeUndefined();
});

test('a peak is given in working sets, unless the peak of a ping is as large as one', () => {
  const clone = cellOf('clone', 4 * MIB);
  expect(amplificationOf(clone, suite, [clone])).toBeUndefined();
  const large = { ...cellOf('clone', 64 * MIB), sizeBytes: 16 * MIB };
  expect(amplificationOf(large, suite, [large])).toBe(4);
  const parameter: SuiteInfo['parameter'] = { name: 'in flight', kind: 'in flight', values: [8] };
  expect(amplificationOf({ ...large, parameter: 8 }, { ...suite, parameter }, [large])).toBe(0.5);
  expect(amplificationOf(clone, suite, [clone, cellOf('ping', MIB / 2)])).toBe(4);
  expect(amplificationOf(clone, suite, [clone, cellOf('ping', 2 * MIB)])).toBeUndefined();
});
