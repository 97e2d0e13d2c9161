import { expect, test } from 'playwright/test';
import type { Entry } from '../../results/schema/entry.ts';
import type { Run, SuiteInfo } from '../../results/schema/run.ts';
import { exampleEntries, exampleResults } from '../../results/testing/example.ts';
import { Sampling } from './sampling.ts';

const SIZES = [1024, 1_048_576];
const example = exampleResults().run;
const suite = example.suites[0] as SuiteInfo;
const run: Run = {
  ...example,
  sampling: { leastLaunches: 3, mostLaunches: 8, targetMargin: 0.1, budgetMs: 1_000_000 },
};

/** A launch in which, at the given sizes, clone takes `cloneMs` and share takes 1 ms. */
function entriesOf(
  number: number,
  sizes: readonly number[],
  cloneMs: (sizeBytes: number) => number,
): Entry[] {
  const key = { engine: 'node', suite: 'round-trip', launch: number } as const;
  const cells = sizes.flatMap((sizeBytes) =>
    (
      [
        ['clone', cloneMs(sizeBytes)],
        ['share', 1],
        ['ping', 1],
      ] as const
    ).map(([transport, durationMs]) => ({
      transport,
      parameter: null,
      sizeBytes,
      outcome: {
        status: 'measured' as const,
        batch: 1,
        samplesMs: [durationMs],
        warmupRoundTrips: 1,
        warmupMs: 1,
        roundTrips: 1,
        measuredMs: durationMs,
        mainThread: null,
        movedBytes: null,
        blocks: [{ round: 0, samples: 1 }],
      },
    })),
  );
  const begun = exampleEntries().flatMap((entry): Entry[] => {
    if (entry.kind === 'launch') return [{ ...entry, launch: { ...entry.launch, launch: number } }];
    return entry.kind === 'page' ? [{ ...entry, launch: number }] : [];
  });
  return [...begun, { kind: 'worker', ...key, rounds: [], cells }];
}

/** Adds such a launch. */
function launch(
  sampling: Sampling,
  number: number,
  sizes: readonly number[],
  cloneMs: (sizeBytes: number) => number,
  tookMs = 1,
) {
  for (const entry of entriesOf(number, sizes, cloneMs)) sampling.add(entry);
  return after(sampling, sizes, tookMs);
}

function after(sampling: Sampling, sizes: readonly number[], tookMs: number): readonly number[] {
  sampling.spend(tookMs);
  return sampling.next(sizes);
}

test('ends after the minimum number of launches if every deciding ratio is narrow', () => {
  const sampling = new Sampling(run, suite);
  expect(launch(sampling, 0, SIZES, () => 5)).toEqual(SIZES);
  expect(launch(sampling, 1, SIZES, () => 5.01)).toEqual(SIZES);
  expect(launch(sampling, 2, SIZES, () => 5)).toEqual([]);
});

test('continues with a page that has a wide size, and with all its sizes, up to the maximum number of launches', () => {
  const own = 16 * 1_048_576;
  const sampling = new Sampling(run, { ...suite, sizesBytes: [...SIZES, own] });
  const wideAtOneMebibyte = (number: number) => (sizeBytes: number) =>
    sizeBytes === SIZES[1] ? 5 * 2 ** (number % 2) : 5;
  for (const number of [0, 1, 2, 3]) launch(sampling, number, [...SIZES, own], wideAtOneMebibyte(number));
  for (const number of [4, 5, 6]) {
    expect(launch(sampling, number, SIZES, wideAtOneMebibyte(number))).toEqual(SIZES);
  }
  expect(launch(sampling, 7, SIZES, wideAtOneMebibyte(7))).toEqual([]);
});

test('one wide ratio among many does not repeat a page, unless it is undecided', () => {
  const sizes = Array.from({ length: 12 }, (_, at) => 1024 * (at + 1));
  const after = (cloneMs: (number: number) => number) => {
    const sampling = new Sampling(run, { ...suite, sizesBytes: sizes });
    const ofLaunch = (number: number) => (sizeBytes: number) => (sizeBytes === 1024 ? cloneMs(number) : 5);
    for (const number of [0, 1]) launch(sampling, number, sizes, ofLaunch(number));
    return launch(sampling, 2, sizes, ofLaunch(2));
  };
  expect(after((number) => 5 * 1.5 ** (number % 2))).toEqual([]);
  expect(after((number) => 1.5 ** (number % 2))).toEqual(sizes);
});

test('a page is measured again while most of its ratios are only just within the target', () => {
  const afterLaunches = (scatter: number) => {
    const sampling = new Sampling(run, suite);
    for (const number of [0, 1]) launch(sampling, number, SIZES, () => 2 * scatter ** (number % 2));
    return launch(sampling, 2, SIZES, () => 2);
  };
  // Half-widths of 7.2% and of 4.3%.
  expect(afterLaunches(1.05)).toEqual(SIZES);
  expect(afterLaunches(1.03)).toEqual([]);
});

test('does not start a launch that would exceed the time budget', () => {
  const sampling = new Sampling({ ...run, sampling: { ...run.sampling, budgetMs: 2 } }, suite);
  const wide = (number: number) => () => 5 * 3 ** (number % 2);
  expect(launch(sampling, 0, SIZES, wide(0))).toEqual(SIZES);
  expect(launch(sampling, 1, SIZES, wide(1))).toEqual(SIZES);
  expect(launch(sampling, 2, SIZES, wide(2))).toEqual([]);
});

test('a size that will not be measured again takes no time from the others', () => {
  const large = 268_435_456;
  const sizesBytes = [1024, large];
  const budgetMs = 290;
  const sampling = new Sampling(
    { ...run, sampling: { ...run.sampling, budgetMs } },
    { ...suite, sizesBytes },
  );
  // Both are decided and wide. A launch of the large one would exceed the budget, and one of the small one does not.
  const wide = (number: number) => () => 3 * 1.3 ** (number % 2);
  expect(launch(sampling, 0, sizesBytes, wide(0), 100)).toEqual([1024]);
  expect(launch(sampling, 1, [1024], wide(1), 50)).toEqual([1024]);
  expect(launch(sampling, 2, [1024], wide(2), 50)).toEqual([1024]);
});

test('large sizes are measured in three launches if the needed launches then fit into three quarters of the time, else in one', () => {
  const large = 268_435_456;
  const larger = { ...suite, sizesBytes: [...SIZES, large] };
  const short = { ...run, sampling: { ...run.sampling, budgetMs: 0 } };
  const all = larger.sizesBytes;
  expect(after(new Sampling(short, larger), all, 1)).toEqual(SIZES);
  const budgetMs = 2_000;
  const needed = () => new Sampling({ ...run, sampling: { ...run.sampling, budgetMs } }, larger);
  // After a launch of 0.2 budgets the third one would end within three quarters of the budget; after one of 0.3 budgets it would not.
  expect(after(needed(), all, 0.2 * budgetMs)).toEqual([...SIZES, large]);
  expect(after(needed(), all, 0.3 * budgetMs)).toEqual(SIZES);
  const withLarge = (launchesMs: readonly number[]) => {
    const sampling = new Sampling(
      { ...run, sampling: { ...run.sampling, leastLaunches: 5, budgetMs } },
      larger,
    );
    let sizes: readonly number[] = all;
    return launchesMs.map((launchMs) => {
      sizes = after(sampling, sizes, launchMs * budgetMs);
      return sizes.includes(large);
    });
  };
  expect(withLarge([0.01, 0.01, 0.01, 0.01])).toEqual([true, true, false, false]);
  expect(withLarge([0.21, 0.21, 0.21, 0.1])).toEqual([true, true, false, false]);
  // The second launch took longer than forecast, and the third is measured all the same.
  expect(withLarge([0.21, 0.3, 0.2, 0.1])).toEqual([true, true, false, false]);
  // The second launch was without them, and left time for a third with them.
  expect(withLarge([0.26, 0.001, 0.001, 0.001])).toEqual([false, false, false, false]);
  const requested = { ...short, sampling: { ...short.sampling, mostLaunches: run.sampling.leastLaunches } };
  expect(after(new Sampling(requested, larger), all, 1)).toEqual([...SIZES, large]);
});

test('where transports are not compared, launches of many times the budget are not repeated for an interval', () => {
  const slow: Run = { ...run, sampling: { ...run.sampling, budgetMs: 2_000 } };
  const afterMs = (own: Run, areCompared: boolean, elapsedMs: number) => {
    const baseline = areCompared ? suite.baseline : null;
    return after(new Sampling(own, { ...suite, baseline }), SIZES, elapsedMs);
  };
  expect(afterMs(slow, false, 9_000)).toEqual(SIZES);
  expect(afterMs(slow, false, 11_000)).toEqual([]);
  expect(afterMs(slow, true, 11_000)).toEqual(SIZES);
  const requested = { ...slow.sampling, leastLaunches: 3, mostLaunches: 3 };
  expect(afterMs({ ...slow, sampling: requested }, false, 11_000)).toEqual(SIZES);
});

test('a size with a page of its own is measured in more than the needed launches only to decide a ratio', () => {
  const own = 16 * 1_048_576;
  const sizes = [...SIZES, own];
  const launchesOf = (cloneMs: (number: number) => number) => {
    const sampling = new Sampling(run, { ...suite, sizesBytes: sizes });
    for (const number of [0, 1, 2]) launch(sampling, number, sizes, () => cloneMs(number));
    return launch(sampling, 3, sizes, () => cloneMs(3));
  };
  // Wide in both cases: a ratio of 30 to 60, and one of 1 to 2.
  expect(launchesOf((number) => 30 * 2 ** (number % 2))).toEqual(SIZES);
  expect(launchesOf((number) => 2 ** (number % 2))).toEqual(sizes);
});

test('after an interruption it goes on from the complete launches, and from the time that they took', () => {
  const budgetMs = 2_000;
  const complete = (number: number, durationMs: number): Entry[] => [
    ...entriesOf(number, SIZES, () => 5 * 3 ** (number % 2)),
    { kind: 'launched', engine: 'node', suite: 'round-trip', launch: number, startUpMs: 1, durationMs },
  ];
  const own: Run = { ...run, sampling: { ...run.sampling, budgetMs } };
  const resumed: Entry = { kind: 'resumed', at: '2026-01-02T03:05:00.000Z' };
  const recall = (entries: readonly Entry[]) => new Sampling(own, suite).recall([...entries, resumed]);
  const numbers = ({ launches }: ReturnType<Sampling['recall']>) => launches.map(({ launch: one }) => one);

  expect(recall([])).toEqual({ launches: [], cells: [], sizesBytes: SIZES });
  const some = recall([...complete(0, 1), ...complete(1, 1), ...entriesOf(2, SIZES, () => 5)]);
  expect(numbers(some)).toEqual([0, 1]);
  expect(some.sizesBytes).toEqual(SIZES);
  const all = Array.from({ length: 8 }, (_, number) => complete(number, 1)).flat();
  expect(recall(all).sizesBytes).toEqual([]);
  const slow = [0, 1, 2].flatMap((number) => complete(number, budgetMs / 3));
  expect(numbers(recall(slow))).toEqual([0, 1, 2]);
  expect(recall(slow).sizesBytes).toEqual([]);
});
