import { expect, test } from 'playwright/test';
import type { SuiteInfo, TransportInfo } from '../../../results/schema/run.ts';
import { summarize } from '../../../results/summary/summarize.ts';
import type { CellSummary } from '../../../results/summary/summary.ts';
import { exampleResults } from '../../../results/testing/example.ts';
import { simulatedSummary } from '../../../results/testing/simulated.ts';
import { type Subject, subjectsOf, suitesOfAll } from '../parts/subject.ts';
import { figuresOf } from './suite-figures.ts';

const [example] = exampleResults().run.suites as [SuiteInfo];
/** The report has no charts for this name. */
const unknown: SuiteInfo = { ...example, name: 'a-new-one' };

function subjectOf(suite: SuiteInfo, cells: readonly CellSummary[]): Subject {
  const summary = summarize(exampleResults());
  const [subject] = subjectsOf({ ...summary, run: { ...summary.run, suites: [suite] }, cells }, null);
  if (!subject) throw new Error('the example has one engine');
  return subject;
}
const cellOf = (transport: string, parameter: number | null, sizeBytes: number): CellSummary => ({
  ...simulatedSummary(transport, sizeBytes, [[1], [1]]),
  suite: unknown.name,
  parameter,
});
const pointsOf = (suite: SuiteInfo, cells: readonly CellSummary[]) =>
  figuresOf(suite).flatMap(({ series }) =>
    series(subjectOf(suite, cells)).map(({ name, points }) => [name, ...points.map(({ x }) => x)]),
  );

test('a suite without its own charts gets a chart by size', () => {
  const cells = [cellOf('clone', null, 1024), cellOf('clone', null, 4096), cellOf('ping', null, 1024)];
  expect(pointsOf(unknown, cells)).toEqual([
    ['clone', 1024, 4096],
    ['ping', 1024],
  ]);
});

test('a suite of two files has the sizes, transports and values of both, and a transport looks the same in both', () => {
  const parameter = { name: 'workers', kind: 'count' } as const;
  const [clone, ...others] = unknown.transports as [TransportInfo, ...TransportInfo[]];
  const mine = { ...clone, name: 'mine' };
  const one: SuiteInfo = {
    ...unknown,
    sizesBytes: [1024, 4096],
    parameter: { ...parameter, values: [null, 2] },
  };
  const two: SuiteInfo = {
    ...one,
    sizesBytes: [2048, 4096],
    transports: [mine, clone],
    parameter: { ...parameter, values: [1, 2] },
  };
  const { run } = summarize(exampleResults());
  const [both] = suitesOfAll([one, two].map((suite) => ({ run: { ...run, suites: [suite] } })));
  expect(both).toEqual({
    ...one,
    sizesBytes: [1024, 2048, 4096],
    transports: [clone, ...others, mine],
    parameter: { ...parameter, values: [null, 1, 2] },
  });
  const styles = [one, two].map((suite) => {
    const subject = subjectOf(suite, [cellOf('clone', null, 4096), cellOf('mine', null, 4096)]);
    const series = figuresOf({ ...unknown, transports: both?.transports ?? [] }).flatMap((figure) =>
      figure.series(subject),
    );
    return series.map(({ name, style }) => [name, style.symbol]);
  });
  expect(styles[0]).toHaveLength(2);
  expect(styles[0]).toEqual(styles[1]);
});

test('a suite with a parameter gets a chart by parameter for each size, and a chart by size for cells without a value of it', () => {
  const parameter = { name: 'a second', kind: 'rate', values: [null, 30, 60] } as const;
  const suite: SuiteInfo = {
    ...unknown,
    sizesBytes: [1024],
    parameter: { ...parameter, values: [...parameter.values] },
  };
  const cells = [null, 30, 60].map((value) => cellOf('clone', value, 1024));
  expect(pointsOf(suite, cells)).toEqual([
    ['clone', 1024],
    ['clone', 30, 60],
  ]);
});

test('a suite that moves nothing gets a chart by transport', () => {
  const suite: SuiteInfo = { ...unknown, sizesBytes: [0] };
  expect(pointsOf(suite, [cellOf('clone', null, 0), cellOf('share', null, 0)])).toEqual([
    ['clone', 0],
    ['share', 1],
  ]);
});

test('a transport without a main-thread time, such as one with a channel of its own, is not said to post nothing', () => {
  const cells = [simulatedSummary('clone', 1024, [[1], [1]])];
  const chart = figuresOf(example).find(({ id }) => id === 'main-thread');
  const [clone] = chart?.series(subjectOf(example, cells)) ?? [];
  expect(clone?.points).toMatchObject([{ reason: expect.stringContaining('a channel of its own') }]);
});
