import { expect, test } from 'playwright/test';
import type { Entry } from '../schema/entry.ts';
import { cellId } from '../schema/ids.ts';
import { resultsSchema } from '../schema/results.ts';
import { exampleEntries, exampleResults } from '../testing/example.ts';
import { Fold } from './fold.ts';

test('there are no results before the run is known', () => {
  expect(new Fold().results()).toBeUndefined();
});

test('the file is valid after every entry', () => {
  const fold = new Fold();
  for (const entry of exampleEntries()) {
    fold.add(entry);
    expect(resultsSchema.safeParse(fold.results()).error).toBeUndefined();
  }
});

test('the blocks of one launch become one list of samples in time order', () => {
  const clone = exampleResults().cells.find(
    ({ transport, sizeBytes }) => transport === 'clone' && sizeBytes === 1024,
  );
  expect(clone).toMatchObject({
    status: 'measured',
    launches: [
      {
        launch: 0,
        samplesMs: [0.06, 0.048, 0.075, 0.06, 0.06],
        workers: [
          {
            page: 0,
            worker: 0,
            batch: 4,
            blocks: [
              { round: 0, samples: 3 },
              { round: 2, samples: 2 },
            ],
          },
        ],
      },
    ],
  });
});

test('a cell that failed once never has a figure, whatever the order of the entries', () => {
  const cell = {
    engine: 'node',
    suite: 'round-trip',
    transport: 'clone',
    parameter: null,
    sizeBytes: 1024,
  } as const;
  const failure: Entry = { kind: 'cell', ...cell, status: 'failed', reason: 'spoilt' };
  const [run, ...rest] = exampleEntries();
  for (const entries of [
    [run, failure, ...rest],
    [run, ...rest, failure],
  ] as Entry[][]) {
    const found = exampleResults(entries).cells.find(
      ({ transport, sizeBytes }) => transport === 'clone' && sizeBytes === 1024,
    );
    expect(found).toEqual({ ...cell, status: 'failed', reason: 'spoilt' });
  }
});

test('cells are in the order of the run, not of its shuffled schedule', () => {
  const [run, ...rest] = exampleEntries();
  const keys = (entries: Entry[]) =>
    exampleResults(entries).cells.map(({ transport, sizeBytes }) => [transport, sizeBytes]);
  const backwards = rest.map((entry) =>
    entry.kind === 'worker' ? { ...entry, cells: entry.cells.toReversed() } : entry,
  );
  const forwards = keys([run as Entry, ...rest]);
  expect(keys([run as Entry, ...backwards])).toEqual(forwards);
  expect(forwards[0]).toEqual(['clone', 1024]);
});

test('repeated entries, as from a shard that is measured again, make a valid file', () => {
  const results = exampleResults([...exampleEntries(), ...exampleEntries()]);
  expect(resultsSchema.safeParse(results).error).toBeUndefined();
  expect(results.passes).toEqual(exampleResults().passes);
});

test('a cell that is watched in several launches has the collections of each, the highest peak, and the sum of the processor time', () => {
  const [first] = exampleEntries().filter((entry) => entry.kind === 'pressure');
  if (!first) throw new Error('the example watches a cell');
  const failed = { status: 'failed', reason: 'it ended' } as const;
  const results = exampleResults([
    ...exampleEntries(),
    { ...first, memory: { status: 'measured', peakBytes: 1 } },
    // What was measured once stays.
    { ...first, gc: failed, memory: failed, cpu: failed },
  ]);
  const cell = results.cells.find((one) => cellId(one) === cellId(first));
  expect(cell).toMatchObject({
    gc: { status: 'measured', watches: [{ roundTrips: 256 }, { roundTrips: 256 }] },
    memory: { status: 'measured', peakBytes: 4 * 1_048_576 },
    cpu: { status: 'measured', roundTrips: 512, cpuMs: 1024, wallMs: 1280 },
  });
});
