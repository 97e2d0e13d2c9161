import { expect, test } from 'playwright/test';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';
import { SIZES_BYTES } from '../schema/sizes.ts';
import type { CellSummary } from '../summary/summary.ts';
import { exampleResults, exampleTransport } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { type Answer, answerOf, headlines } from './answer.ts';
import type { Crossover } from './crossover.ts';

const example = exampleResults().run.suites[0] as SuiteInfo;
const transfer = exampleTransport('transfer', { rank: 2, doing: 'Transferring', senderKeeps: false });
const suite = { ...example, transports: [...example.transports, transfer] };
const LAUNCHES = [0.97, 1, 1.03];

/** A clone takes 0.1 ms plus 1 ms per MiB; its rivals take the same time at every size. */
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

test('the baseline is as good as its rivals up to the size at which the first rival is faster', () => {
  expect(answer(5, 2).baselineUpTo).toBe('up to 1 MiB');
  expect(answer(5, 0.01).baselineUpTo).toBe('at no size measured');
  expect(answer(1e6, 1e6).baselineUpTo).toBe('at every size from 1 KiB up to 256 MiB');
  expect(answerOf(suite, []).baselineUpTo).toBe('not measured');
});

test('the headline names the engines of each answer, and what is undecided', () => {
  const lines = headlines(suite, [
    { engine: 'a', answer: answer(1e6, 0.01) },
    { engine: 'b', answer: answer(1e6, 2) },
    { engine: 'c', answer: answerOf(suite, []) },
  ]);
  expect(lines).toEqual([
    'Transferring beats cloning at no size from 1 KiB up to 256 MiB in a and b. Transferring was not measured with cloning in c.',
    'Sharing beats cloning at every size from 1 KiB up to 256 MiB in a and from 4 MiB at the latest up to 256 MiB in b. Sharing was not measured with cloning in c.',
  ]);
});

const sharingBeatsCloning = (crossovers: Readonly<Record<string, Crossover>>) =>
  headlines(
    suite,
    Object.entries(crossovers).map(([engine, found]) => ({
      engine,
      answer: { ...answer(1, 1), beatsBaseline: [{ rival: 'share', crossover: found }] },
    })),
  )[1];

test('a headline names only sizes that were compared, and engines whose sizes differ each have their own', () => {
  const at = (from: number, upTo: number, below: number): Crossover => ({
    kind: 'at',
    from,
    upTo,
    undecidedAt: [],
    below: { at: below, comparison: 'slower' },
  });
  expect(
    sharingBeatsCloning({
      a: { kind: 'always', from: 102_400, upTo: 102_400, undecidedAt: [] },
      b: at(4096, 16_384, 1024),
      c: at(65_536, 1_048_576, 16_384),
    }),
  ).toBe(
    'Sharing beats cloning at 100 KiB in a, from 4 KiB at the latest up to 16 KiB in b and from 64 KiB at the latest up to 1 MiB in c.',
  );
});

test('an engine in which a size is undecided is named apart from those in which every size is decided', () => {
  const always = (undecidedAt: number[]): Crossover => ({
    kind: 'always',
    from: 1024,
    upTo: 1_048_576,
    undecidedAt,
  });
  expect(sharingBeatsCloning({ a: always([]), b: always([4096]), c: always([]) })).toBe(
    'Sharing beats cloning at every size from 1 KiB up to 1 MiB in a and c and from 1 KiB up to 1 MiB (undecided at 4 KiB) in b.',
  );
});

test('without a baseline there is no headline', () => {
  expect(headlines({ ...suite, baseline: null }, [{ engine: 'a', answer: answer(1, 1) }])).toEqual([]);
});

test('unknown collections and memory are reported as unknown', () => {
  const { collections, memory } = answer(1, 1);
  expect(collections).toBe('unknown');
  expect(memory).toBe('unknown');
});

test('only a candidate is a rival, and a new candidate needs no other change', () => {
  const other = exampleTransport('other');
  const rivalsWith = (one: TransportInfo) =>
    answerOf({ ...suite, transports: [...suite.transports, one] }, []).beatsBaseline.map(
      ({ rival }) => rival,
    );
  expect(rivalsWith(other)).toEqual(['transfer', 'share']);
  const taken = exampleTransport('other', { rank: 4, doing: 'Doing otherwise' });
  expect(rivalsWith(taken)).toEqual(['transfer', 'share', 'other']);
  const [, , line] = headlines({ ...suite, transports: [...suite.transports, taken] }, [
    { engine: 'a', answer: answerOf(suite, []) },
  ]);
  expect(line).toBe('Doing otherwise was not measured with cloning in a.');
});
