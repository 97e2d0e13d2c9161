import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { SIZES_BYTES } from '../schema/sizes.ts';
import type { CellSummary } from '../summary/summary.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { type Answer, answerOf, headlines } from './answer.ts';

const suite = exampleResults().run.suites[0] as SuiteInfo;
const LAUNCHES = [0.97, 1, 1.03];

/** A clone that takes 0.1 ms and 1 ms a MiB more, beside rivals that take the same at every size. */
function answer(transferMs: number, shareMs: number): Answer {
  const cells = SIZES_BYTES.flatMap((sizeBytes): CellSummary[] => {
    const at = (transport: string, durationMs: number) =>
      simulatedSummary(
        transport,
        sizeBytes,
        LAUNCHES.map((factor, launch) => [
          durationMs * factor * (transport === 'clone' ? 1 : 1 + 0.01 * launch),
        ]),
      );
    return [at('clone', 0.1 + sizeBytes / 1024 ** 2), at('transfer', transferMs), at('share', shareMs)];
  });
  return answerOf(suite, cells);
}

test('a clone is as good until the first rival is faster', () => {
  expect(answer(5, 2).cloneUpTo).toMatch(/^up to 1\.\d MiB$/);
  expect(answer(5, 0.01).cloneUpTo).toBe('at no size measured');
  expect(answer(1e6, 1e6).cloneUpTo).toBe('at every size measured');
  expect(answerOf(suite, []).cloneUpTo).toBe('not measured');
});

test('the headline names the engines by what was found, and what is undecided', () => {
  const lines = headlines([
    { engine: 'a', answer: answer(1e6, 0.01) },
    { engine: 'b', answer: answer(1e6, 2) },
    { engine: 'c', answer: answerOf(suite, []) },
  ]);
  expect(lines).toEqual([
    'Transferring beats cloning at no size measured in a and b. Transferring was not measured beside cloning in c.',
    expect.stringMatching(
      /^Sharing beats cloning at every size measured in a and from 2(\.\d)? MiB on at the latest in b\. Sharing was not measured beside cloning in c\.$/,
    ),
  ]);
});

test('what is not known of collections and memory is said', () => {
  const { collections, memory } = answer(1, 1);
  expect(collections).toBe('clone not known, transfer not known, share not known');
  expect(memory).toBe('not known');
});
