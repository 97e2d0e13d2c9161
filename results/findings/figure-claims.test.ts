import { expect, test } from 'playwright/test';
import type { Cell, MeasuredCell } from '../schema/cell.ts';
import type { Results } from '../schema/results.ts';
import { SIZES_BYTES } from '../schema/sizes.ts';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedCell } from '../testing/simulated.ts';
import { FIGURE_CLAIMS } from './figure-claims.ts';

const LAUNCHES = 4;

/** Cells whose launches differ a little, by the same factors in each cell. */
function cells(transport: string, durationMs: (sizeBytes: number) => number): MeasuredCell[] {
  return SIZES_BYTES.map((sizeBytes) =>
    simulatedCell(
      transport,
      sizeBytes,
      Array.from({ length: LAUNCHES }, (_, launch) => [durationMs(sizeBytes) * (1 + 0.02 * launch)]),
    ),
  );
}

/** @param launches In which each cell was watched. */
function collecting(all: readonly MeasuredCell[], collections: number, launches = 2): MeasuredCell[] {
  const none = { collections: 0, pauseMs: 0 };
  const idle = { minor: none, major: none };
  const main = { minor: none, major: { collections, pauseMs: collections } };
  const watch = { roundTrips: 400, main, worker: idle, notUnderstood: 0 };
  return all.map((cell) => ({
    ...cell,
    gc: { status: 'measured', watches: Array.from({ length: launches }, () => watch) },
  }));
}

const verdict = (id: string, ...all: Cell[][]) => find(id, ...all).verdict;

function find(id: string, ...all: Cell[][]) {
  const example = exampleResults();
  const suites = example.run.suites.flatMap((suite) => [
    suite,
    { ...suite, name: 'posting', baseline: 'memory-64kib' },
  ]);
  const results: Results = { ...example, run: { ...example.run, suites }, cells: all.flat() };
  const claim = FIGURE_CLAIMS.find((one) => one.id === id);
  if (!claim) throw new Error(`no figures decide ${id}`);
  return claim.find(summarize(results), 'node');
}

const flat = () => 0.05;
/** There and back, at 10 GB/s. */
const asClaimed = (sizeBytes: number) => (2 * sizeBytes) / 1e7;
const tenTimesAsLong = (sizeBytes: number) => 10 * asClaimed(sizeBytes);

/** Cells of `posting`: the time of the smallest memory, and the launches of another. */
function posted(name: string, launchesMs: readonly number[]): MeasuredCell[] {
  return [
    ...cells('memory-64kib', flat)
      .map((cell) => ({ ...cell, sizeBytes: 0 }))
      .slice(0, 1),
    simulatedCell(
      name,
      0,
      launchesMs.map((durationMs) => [durationMs]),
    ),
  ].map((cell) => ({ ...cell, suite: 'posting' }));
}

test('posting takes the same time if it does for every memory: one contradicts it, and one that scatters leaves it open', () => {
  const same = posted('memory-1mib', [0.05, 0.052, 0.05, 0.053]);
  const other = (launchesMs: readonly number[]) => posted('memory-16mib', launchesMs).slice(1);
  expect(verdict('posting-is-constant', same)).toBe('holds');
  expect(verdict('posting-is-constant', same, other([0.2, 0.2, 0.21, 0.2]))).toBe('does not hold');
  expect(verdict('posting-is-constant', same, other([0.05, 0.05, 0.2, 0.05]))).toBe('undecided');
  // One launch has no interval: only a ratio beyond doubt decides.
  expect(verdict('posting-is-constant', same, other([50]))).toBe('does not hold');
  expect(verdict('posting-is-constant', same, other([0.1]))).toBe('undecided');
  // The largest memory is the one that the claim is about.
  const [{ engine, suite, transport, parameter, sizeBytes }] = other([0.05]) as [MeasuredCell];
  const cell = { engine, suite, transport, parameter, sizeBytes };
  const skipped = { ...cell, status: 'skipped' as const, reason: 'too little memory' };
  expect(verdict('posting-is-constant', same, [skipped])).toBe('undecided');
});

test('each claim holds if the figures agree with it, and does not hold if they do not', () => {
  for (const id of ['clone-10-gb-per-second', 'clone-256-mib-25-ms']) {
    expect(verdict(id, cells('clone', asClaimed)), id).toBe('holds');
    expect(verdict(id, cells('clone', tenTimesAsLong)), id).toBe('does not hold');
  }
  for (const [id, transport] of [
    ['sharing-is-not-collected', 'share'],
    ['reposting-is-not-collected', 'share-repost'],
  ] as const) {
    expect(verdict(id, collecting(cells(transport, flat), 1)), id).toBe('holds');
    expect(verdict(id, collecting(cells(transport, flat), 20)), id).toBe('does not hold');
    // 40 in 8,000 round trips is the limit.
    expect(verdict(id, collecting(cells(transport, flat), 2)), id).toBe('undecided');
    // One launch decides only what is ten times the limit.
    expect(verdict(id, collecting(cells(transport, flat), 1, 1)), id).toBe('undecided');
    expect(verdict(id, collecting(cells(transport, flat), 15, 1)), id).toBe('undecided');
    expect(verdict(id, collecting(cells(transport, flat), 25, 1)), id).toBe('does not hold');
    // One collection in a few round trips of one launch may be chance.
    const rare = collecting(cells(transport, flat).slice(-1), 1, 1).map((cell) => ({
      ...cell,
      gc: {
        ...cell.gc,
        watches:
          cell.gc.status === 'measured' ? cell.gc.watches.map((watch) => ({ ...watch, roundTrips: 10 })) : [],
      },
    })) as MeasuredCell[];
    expect(verdict(id, rare), id).toBe('undecided');
    // In some engines, collections grow with the size of the memory that is posted.
    const quiet = collecting(cells(transport, flat), 0);
    const [largest] = collecting(quiet.slice(-1), 100, 1);
    if (!largest) throw new Error('there are sizes');
    expect(verdict(id, [...quiet.slice(0, -1), largest]), id).toBe('does not hold');
  }
  expect(verdict('small-copy-is-no-slower', cells('share', flat), cells('clone', flat))).toBe('holds');
  expect(
    verdict(
      'small-copy-is-no-slower',
      cells('share', flat),
      cells('clone', () => 0.2),
    ),
  ).toBe('does not hold');
});

test('a claim that cannot be tested names what failed, and not a size that was skipped as in every run', () => {
  const skipped = (reason: string) => ({ status: 'skipped', reason }) as const;
  const reasons = (...gcs: MeasuredCell['gc'][]) =>
    find(
      'sharing-is-not-collected',
      cells('share', flat)
        .slice(0, gcs.length)
        .map((cell, at) => ({ ...cell, gc: gcs[at] ?? cell.gc })),
    );
  const crashed = { status: 'failed', reason: 'the engine crashed' } as const;
  expect(reasons(skipped('every second size'), crashed, skipped('every second size'))).toEqual({
    verdict: 'cannot be tested here',
    evidence: 'the engine crashed',
  });
  expect(reasons(skipped('every second size'), skipped('no time was left')).evidence).toBe(
    'no time was left',
  );
});

test('a claim is undecided if the launches disagree, and cannot be tested if nothing was measured', () => {
  const wild = [simulatedCell('clone', 16 * 1024 ** 2, [[1], [40], [3]])];
  expect(verdict('clone-10-gb-per-second', wild)).toBe('undecided');
  const one = (durationMs: number) => [simulatedCell('clone', 256 * 1024 ** 2, [[durationMs]])];
  expect(verdict('clone-256-mib-25-ms', one(60))).toBe('undecided');
  expect(verdict('clone-256-mib-25-ms', one(1_500))).toBe('does not hold');
  for (const { id } of FIGURE_CLAIMS) expect(verdict(id), id).toBe('cannot be tested here');
});
