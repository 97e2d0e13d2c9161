import { expect, test } from 'playwright/test';
import { exampleResults } from '../testing/example.ts';
import { type Results, resultsSchema } from './results.ts';

/** The errors in the example after one change. */
function issuesAfter(change: (results: Results) => void): [string, string][] {
  const results = structuredClone(exampleResults());
  change(results);
  const { error } = resultsSchema.safeParse(results);
  return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
}

/** The first of the example's lists. */
function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('the example has none');
  return item;
}

function firstMeasured({ cells }: Results) {
  return first(cells.filter((cell) => cell.status === 'measured'));
}

const broken: [string, (results: Results) => void, [string, string][]][] = [
  [
    'a cell, a launch, a pass and a claim of an engine that is not listed',
    (results) => {
      first(results.engines).engine = 'bun';
      results.cells.splice(1);
    },
    [
      ['launches.0.engine', '$.engines does not list node'],
      ['passes.0.engine', '$.engines does not list node'],
      ['cells.0.engine', '$.engines does not list node'],
      ['claims.0.engine', '$.engines does not list node'],
    ],
  ],
  [
    'a cell, a launch and a pass of a suite that is not listed',
    (results) => {
      first(results.run.suites).name = 'pool';
      results.cells.splice(1);
    },
    [
      ['launches.0.suite', '$.run.suites does not list round-trip'],
      ['passes.0.suite', '$.run.suites does not list round-trip'],
      ['cells.0.suite', '$.run.suites does not list round-trip'],
    ],
  ],
  [
    'a cell of a transport that its suite does not have',
    ({ cells }) => {
      first(cells).transport = 'pigeon';
    },
    [['cells.0.transport', 'round-trip has no transport pigeon']],
  ],
  [
    'a cell of a size that its suite does not have',
    ({ cells }) => {
      first(cells).sizeBytes = 7;
    },
    [['cells.0.sizeBytes', '7 is not a size of round-trip, which has 1024, 1048576']],
  ],
  [
    'a cell of a size that its transport does not have',
    ({ run, cells }) => {
      first(first(run.suites).transports).sizesBytes = [1_048_576];
      cells.splice(1);
    },
    [['cells.0.sizeBytes', '1024 is not a size of clone, which has 1048576']],
  ],
  [
    'a launch, and a page of it, of a size that its suite does not have',
    ({ launches }) => {
      first(launches).sizesBytes = [1024, 7];
      first(first(launches).pages).sizesBytes = [8];
    },
    [
      ['launches.0.sizesBytes.1', '7 is not a size of round-trip, which has 1024, 1048576'],
      ['launches.0.pages.0.sizesBytes.0', '8 is not a size of round-trip, which has 1024, 1048576'],
    ],
  ],
  [
    'a cell with a parameter, where its suite has none',
    ({ cells }) => {
      first(cells).parameter = 4;
    },
    [['cells.0.parameter', '4 is not a parameter of clone in round-trip, which has null']],
  ],
  [
    'a cell with a parameter that its suite does not have, and a control with any',
    ({ run, cells }) => {
      first(run.suites).parameter = { name: 'workers', kind: 'count', values: [null, 4] };
      first(cells).parameter = 2;
      const control = cells.find(({ transport }) => transport === 'ping');
      if (control) Object.assign(control, { parameter: 4 });
    },
    [
      ['cells.0.parameter', '2 is not a parameter of clone in round-trip, which has null, 4'],
      ['cells.4.parameter', '4 is not a parameter of ping in round-trip, which has null'],
    ],
  ],
  [
    'a cell of a launch that is not listed',
    (results) => {
      first(firstMeasured(results).launches).launch = 3;
    },
    [['cells.0.launches.0.launch', '$.launches does not list node/round-trip/3']],
  ],
  [
    'a launch of another engine in place of the cell’s own',
    (results) => {
      first(results.launches).engine = 'webkit';
      results.cells.splice(1);
    },
    [['cells.0.launches.0.launch', '$.launches does not list node/round-trip/0']],
  ],
  [
    'blocks with more samples than there are',
    (results) => {
      first(firstMeasured(results).launches).samplesMs.pop();
    },
    [['cells.0.launches.0.samplesMs', 'has 4 samples, but its blocks have 5 in total']],
  ],
];

for (const [what, change, issues] of broken) {
  test(`refused: ${what}`, () => {
    expect(issuesAfter(change)).toEqual(issues);
  });
}

test('accepted: a missing engine, cells without a launch, and parameters of the suite', () => {
  expect(
    issuesAfter(({ run, cells, claims, launches }) => {
      launches.pop();
      first(run.suites).parameter = { name: 'workers', kind: 'count', values: [null, 4] };
      const unsupported = first(cells.filter(({ status }) => status === 'unsupported'));
      cells.splice(0, cells.length, unsupported, { ...unsupported, parameter: 4 });
      first(claims).engine = 'webkit';
    }),
  ).toEqual([]);
});
