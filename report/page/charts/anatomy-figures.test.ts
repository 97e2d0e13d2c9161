import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { summarize } from '../../../results/summary/summarize.ts';
import type { CellSummary } from '../../../results/summary/summary.ts';
import { exampleResults } from '../../../results/testing/example.ts';
import { simulatedSummary } from '../../../results/testing/simulated.ts';
import { type Subject, subjectsOf } from '../parts/subject.ts';
import { anatomyFigures } from './anatomy-figures.ts';
import { tableOf } from './figure-table.ts';

const [example] = exampleResults().run.suites as [SuiteInfo];
const SIZE_BYTES = 1024;
const suite: SuiteInfo = { ...example, name: 'anatomy', sizesBytes: [SIZE_BYTES] };

const measured = (transport: string, ms: number): CellSummary => ({
  ...simulatedSummary(transport, SIZE_BYTES, [[ms], [ms]]),
  suite: suite.name,
});
const unsupported = (transport: string): CellSummary => {
  const { engine, parameter, sizeBytes } = measured(transport, 1);
  return { engine, suite: suite.name, transport, parameter, sizeBytes, status: 'unsupported', reason: 'why' };
};

function subjectOf(cells: readonly CellSummary[]): Subject {
  const summary = summarize(exampleResults());
  const [subject] = subjectsOf({ ...summary, run: { ...summary.run, suites: [suite] }, cells }, null);
  if (!subject) throw new Error('the example has one engine');
  return subject;
}

const CLONE = [measured('clone', 10), measured('clone-there-post', 3), measured('clone-waits', 5)];
const WAITS = [measured('clone-there-wait', 3), measured('clone-back-wait', 2)];

/** The drawn values of each series at the bar of clone. */
function stackOf(cells: readonly CellSummary[]): Record<string, number> {
  const [stack] = anatomyFigures(suite);
  const series = stack?.series(subjectOf(cells)) ?? [];
  return Object.fromEntries(
    series.flatMap(({ name, points }) =>
      points.flatMap(({ x, y }) => (x === 0 && y !== null ? [[name, y]] : [])),
    ),
  );
}

test('the two waits are parts of a stack if both are known, and otherwise their sum is', () => {
  const near = (value: number) => expect.closeTo(value, 9);
  expect(stackOf([...CLONE, ...WAITS])).toEqual({
    whole: near(10),
    'there-post': near(3),
    'there-wait': near(3),
    'back-wait': near(2),
  });
  for (const unknown of ['clone-there-wait', 'clone-back-wait']) {
    const waits = WAITS.map((cell) => (cell.transport === unknown ? unsupported(unknown) : cell));
    expect(stackOf([...CLONE, ...waits])).toEqual({
      whole: near(10),
      'there-post': near(3),
      waits: near(5),
    });
  }
});

test('the table has a row for each stack, the whole in its last column, and the status of each missing part', () => {
  const [stack] = anatomyFigures(suite);
  if (!stack) throw new Error('there is none');
  const { corner, head, rows } = tableOf(
    stack,
    stack.series(subjectOf([...CLONE, unsupported('clone-there-read')])),
  );
  expect([corner, head.at(-1)]).toEqual(['method and size', 'round trip']);
  expect(rows.map(({ title }) => title)).toEqual(['clone, 1 KiB', 'transfer, 1 KiB']);
  const read = rows[0]?.points[head.indexOf('there: reading')];
  expect(read).toMatchObject({ y: null, reason: 'unsupported' });
});
