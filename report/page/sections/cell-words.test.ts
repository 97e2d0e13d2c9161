import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../../../results/schema/run.ts';
import { exampleResults } from '../../../results/testing/example.ts';
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
