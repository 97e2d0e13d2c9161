import { expect, test } from 'playwright/test';
import { suiteSentence } from '../../advice/suite-sentence.ts';
import type { SuiteInfo } from '../../schema/run.ts';
import type { CellSummary } from '../../summary/summary.ts';
import { exampleResults } from '../../testing/example.ts';
import { simulatedSummary } from '../../testing/simulated.ts';
import { findingsOf } from '../finding-lines.ts';
import { ANATOMY, anatomyShares, READ_BEFORE_EVENT } from './anatomy.ts';

const SIZE_BYTES = 1024 ** 2;
const cell = (transport: string, ...launches: number[]): CellSummary => ({
  ...simulatedSummary(
    transport,
    SIZE_BYTES,
    launches.map((ms) => [ms]),
  ),
  suite: ANATOMY,
});
const unsupported = (transport: string): CellSummary => ({
  engine: 'node',
  suite: ANATOMY,
  transport,
  parameter: null,
  sizeBytes: SIZE_BYTES,
  status: 'unsupported',
  reason: 'it cannot be distinguished from 0',
});

/** Two launches of a clone: the second takes twice as long. */
const CLONE = [
  cell('clone', 10, 20),
  cell('clone-there-post', 3, 6),
  cell('clone-back-post', 2, 4),
  cell('clone-waits', 2, 4),
  cell('clone-page', 6, 12),
  unsupported('clone-there-read'),
  cell('clone-back-read', 1, 2),
  unsupported('clone-there-touch'),
  unsupported('clone-back-touch'),
];

test('shares are those of each launch, and a kind has none if one of its steps was not measured', () => {
  const shares = anatomyShares(CLONE, 'clone', SIZE_BYTES);
  const values = Object.entries(shares).map(([kind, { value }]) => [kind, value.toFixed(3)]);
  expect(Object.fromEntries(values)).toEqual({ post: '0.500', wait: '0.200', page: '0.600' });
  expect(anatomyShares(CLONE, 'transfer', SIZE_BYTES)).toEqual({});
});

test('the sentence says what a round trip consists of, from the engine with the least to the one with the most', () => {
  const [example] = exampleResults().run.suites as [SuiteInfo];
  const suite: SuiteInfo = { ...example, name: ANATOMY, sizesBytes: [1024, SIZE_BYTES], areRivals: false };
  const other = [
    cell('clone', 10),
    cell('clone-there-post', 0.5),
    cell('clone-back-post', 0.5),
    cell('clone-waits', 9),
  ];
  expect(suiteSentence(suite, [{ release: 'Node 20', cells: CLONE }])).toBe(
    'Of the round trip of a clone of 1 MiB: 50% (Node 20) in postMessage, 20% (Node 20) waiting, the page blocked in postMessage, reading and touching for 60% (Node 20). ' +
      'Firefox, WebKit and the runtimes deserialise before the event: there it counts as waiting and not as reading, although it too blocks the page.',
  );
  const two = [
    { release: 'Node 20', cells: CLONE },
    { release: 'Bun 1.4', cells: other },
  ];
  expect(suiteSentence(suite, two)).toContain(
    '10% (Bun 1.4) to 50% (Node 20) in postMessage, 20% (Node 20) to 90% (Bun 1.4) waiting',
  );
  expect(suiteSentence(suite, [])).toBeUndefined();
});

test('the findings of an engine say what the blocked time is made of, and what it leaves out', () => {
  const { run } = exampleResults();
  const [example] = run.suites as [SuiteInfo];
  const suite: SuiteInfo = { ...example, name: ANATOMY, sizesBytes: [SIZE_BYTES], baseline: null };
  const lines = (cells: readonly CellSummary[]) =>
    findingsOf({ run, cells, carryOvers: [], noise: [] }, suite, 'node');
  expect(lines(CLONE)).toEqual([
    'a clone of 1 MiB: 50% in postMessage, 20% waiting, the page blocked in postMessage, reading and touching for 60%',
    READ_BEFORE_EVENT,
  ]);
  expect(lines([])).toEqual([]);
});
