import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { exampleResults, exampleTransport } from '../../../results/testing/example.ts';
import { simulatedSummary } from '../../../results/testing/simulated.ts';
import { CELL_WORDS } from './cell-words.ts';

const [suite] = exampleResults().run.suites as [SuiteInfo];
const captions = (one: SuiteInfo) => CELL_WORDS.map(({ caption }) => caption(one));

test('the main-thread time says that it leaves out encoding, where the page encodes', () => {
  const [start, rest] = [/^main-thread time per round trip, in postMessage/, / encodes, .* is not included$/];
  const captionOf = (answers: SuiteInfo['answers']) =>
    captions({ ...suite, answers }).find((caption) => start.test(caption));
  for (const answers of ['objects', 'string', 'wasm-memory', 'workers'] as const) {
    expect(captionOf(answers), answers).toMatch(rest);
  }
  expect(captionOf('working-set')).not.toMatch(rest);
  expect(captionOf(null)).not.toMatch(rest);
});

test('a transport with a channel of its own is not said to post nothing', () => {
  const { run } = exampleResults();
  const port = { ...exampleTransport('port'), copies: true };
  const cell = simulatedSummary('port', 1024, [[1], [1]]);
  const { words } = CELL_WORDS.find(({ caption }) => caption(suite).startsWith('main-thread')) ?? {};
  expect(words?.(cell, port, { cells: [cell], ratios: [], run, suite })).toEqual({
    none: expect.stringMatching(/^not measured: .* a channel of its own$/),
  });
});

test('the bandwidth is that of the bytes that arrived, where they were counted', () => {
  const { run } = exampleResults();
  const view = { ...exampleTransport('view'), copies: true };
  const { words } = CELL_WORDS.find(({ caption }) => caption(suite).startsWith('effective')) ?? {};
  const said = (movedBytes: number | null) => {
    const cell = { ...simulatedSummary('view', 1024, [[1], [1]]), movedBytes };
    return words?.(cell, view, { cells: [cell], ratios: [], run, suite });
  };
  expect(said(2 * 1024 ** 2)).toBe('2.10 GB/s');
  expect(said(null)).toBe('2.05 MB/s');
});
