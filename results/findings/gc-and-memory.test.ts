import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import type { MeasuredSummary } from '../summary/summary.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { amplificationOf, gcRatesOf } from './gc-and-memory.ts';

const MIB = 1024 ** 2;
const suite = exampleResults().run.suites[0] as SuiteInfo;
const none = { collections: 0, pauseMs: 0 };

function cellOf(transport: string, peakBytes: number): MeasuredSummary {
  return {
    ...simulatedSummary(transport, MIB, [[1]]),
    gc: {
      status: 'measured',
      roundTrips: 256,
      main: { minor: { collections: 10, pauseMs: 4 }, major: { collections: 2, pauseMs: 3 } },
      worker: { minor: { collections: 4, pauseMs: 1 }, major: none },
      notUnderstood: 0,
    },
    memory: { status: 'measured', peakBytes },
  };
}

test('collections of both threads are added, and pauses are per round trip and per byte moved', () => {
  expect(gcRatesOf(cellOf('clone', 0), 2)).toEqual({
    collections: 16,
    perThousandRoundTrips: 62.5,
    pauseMsPerRoundTrip: 8 / 256,
    // 256 round trips of 1 MiB move half a GiB.
    pauseMsPerGiB: 16,
  });
  expect(gcRatesOf(cellOf('clone', 0), 0)?.pauseMsPerGiB).toBeNull();
});

test('a cell that was not watched has no rates and no amplification', () => {
  const cell = simulatedSummary('clone', MIB, [[1]]);
  expect(gcRatesOf(cell, 2)).toBeUndefined();
  expect(amplificationOf(cell, suite, [cell])).toBeUndefined();
});

test('a peak is given in working sets, unless the peak of a ping is as large as one', () => {
  const clone = cellOf('clone', 4 * MIB);
  expect(amplificationOf(clone, suite, [clone])).toBe(4);
  expect(amplificationOf(clone, suite, [clone, cellOf('ping', MIB / 2)])).toBe(4);
  expect(amplificationOf(clone, suite, [clone, cellOf('ping', 2 * MIB)])).toBeUndefined();
});
