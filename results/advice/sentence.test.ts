import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import type { CellSummary } from '../summary/summary.ts';
import { exampleResults, exampleTransport } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { releaseOf } from './release.ts';
import { sentenceOf } from './sentence.ts';

const example = exampleResults().run.suites[0] as SuiteInfo;
const transfer = exampleTransport('transfer', { rank: 2, doing: 'Transferring', senderKeeps: false });
const suite: SuiteInfo = { ...example, transports: [...example.transports, transfer] };
const SIZES = [1024, 4096, 16_384, 65_536];

/** Launches differ, by the same factors in each cell and by what `scatter` adds to one. */
const LAUNCHES = [0.5, 1, 2, 1];
const STEADY = [1, 1.01, 0.99, 1];
const WILD = [0.3, 1, 3, 1];

/** Cells of one method: its time at each size, and how much its launches scatter there. */
function cells(transport: string, timesMs: readonly number[], wildAt: readonly number[] = []): CellSummary[] {
  return timesMs.map((timeMs, at) =>
    simulatedSummary(
      transport,
      SIZES[at] ?? 0,
      LAUNCHES.map((launch, index) => {
        const scatter = wildAt.includes(at) ? WILD : transport === 'clone' ? [1, 1, 1] : STEADY;
        return [timeMs * launch * (scatter[index] ?? 1)];
      }),
    ),
  );
}
const sentence = (...all: CellSummary[][]) => sentenceOf('Node 20', suite, all.flat());
const CLONE = cells('clone', [1, 4, 16, 64]);

test('one sentence says from which size to do what', () => {
  expect(sentence(CLONE, cells('transfer', [0.5, 0.5, 0.5, 0.5]), cells('share', [0.5, 0.5, 0.5, 0.5]))).toBe(
    'In Node 20: from 1 KiB to 64 KiB, transfer; share where both sides keep the data.',
  );
  expect(sentence(CLONE, cells('transfer', [1, 4, 2, 2]), cells('share', [0.5, 1.5, 1.5, 1.5]))).toBe(
    'In Node 20: from 1 KiB to 64 KiB, share; from 16 KiB to 64 KiB, transfer if the page can give up the data.',
  );
});

test('below that size it names what is decided, and what is not', () => {
  const share = cells('share', [1, 1, 1, 1]);
  expect(sentence(CLONE, cells('transfer', [1, 1, 1, 1]), share)).toBe(
    'In Node 20: at 1 KiB, it does not matter; from 4 KiB to 64 KiB, transfer; share where both sides keep the data.',
  );
  expect(sentence(CLONE, cells('transfer', [2, 2, 2, 2]), cells('share', [2, 2, 2, 2]))).toBe(
    'In Node 20: at 1 KiB, clone; from 4 KiB to 64 KiB, transfer; share where both sides keep the data.',
  );
  expect(sentence(CLONE, cells('transfer', [0.8, 1, 1, 1]), cells('share', [0.8, 1, 1, 1]))).toBe(
    'In Node 20: at 1 KiB, it makes little difference (less than 1.5 times); from 4 KiB to 64 KiB, transfer; share where both sides keep the data.',
  );
  expect(sentence(CLONE, cells('transfer', [1, 1, 1, 1], [0]), share)).toMatch(
    /^In Node 20: at 1 KiB, undecided; from 4 KiB to 64 KiB, /,
  );
});

test('a size above that is undecided is named, and no method wins from one size among many that are undecided', () => {
  expect(sentence(CLONE, cells('share', [0.1, 0.1, 0.1, 16], [3]))).toBe(
    'In Node 20: from 1 KiB to 16 KiB, share (undecided at 64 KiB).',
  );
  expect(sentence(CLONE, cells('share', [0.1, 4, 16, 64], [1, 2, 3]))).toBe(
    'In Node 20: undecided for share.',
  );
});

test('a method that is never faster is said to be so, and one that is much faster than another, too', () => {
  expect(sentence(CLONE, cells('share', [2, 8, 32, 128]))).toBe(
    'In Node 20: share is not faster than clone at any size.',
  );
  expect(sentence(CLONE, cells('share', [1, 4, 16, 64]))).toBe(
    'In Node 20: between clone and share it does not matter.',
  );
  const isFaster = (times: number) =>
    sentence(CLONE, cells('transfer', [0.4, 0.4, 0.4, 0.8]), cells('share', [0.4, 0.4, 0.4, 0.8 / times]));
  // The lower bounds are less than 5% below these factors.
  expect(isFaster(4.5)).toMatch(/; share is at least 4 times as fast as transfer at 64 KiB\.$/);
  expect(isFaster(1.8)).toMatch(/; share is at least 1\.5 times as fast as transfer at 64 KiB\.$/);
  expect(isFaster(95)).toMatch(/; share is at least 90 times as fast as transfer at 64 KiB\.$/);
  const ofThree = (all: readonly CellSummary[]) =>
    all.map((cell) => ('launches' in cell ? { ...cell, launches: cell.launches.slice(0, 3) } : cell));
  const [transferred, shared] = [
    cells('transfer', [0.4, 0.4, 0.4, 0.8]),
    cells('share', [0.1, 0.1, 0.1, 0.1]),
  ];
  expect(sentence(CLONE, transferred, shared)).toContain('at least 7 times');
  expect(sentence(...[CLONE, transferred, shared].map(ofThree))).not.toContain('at least');
});

test('a small gain at the largest size does not undo the others, and a method that is much slower does not matter little', () => {
  expect(sentence(CLONE, cells('share', [0.5, 1.5, 1.5, 50]))).toBe(
    'In Node 20: from 1 KiB to 64 KiB, share.',
  );
  expect(
    sentence(CLONE, cells('transfer', [3, 0.5, 0.5, 0.5]), cells('share', [0.8, 0.5, 0.5, 0.5])),
  ).toMatch(
    /^In Node 20: at 1 KiB, nothing is more than 1\.5 times as fast as clone; from 4 KiB to 64 KiB, transfer; /,
  );
  expect(sentence(CLONE.slice(0, 1), cells('share', [0.5]))).toBe('In Node 20: at 1 KiB, share.');
  expect(sentence(CLONE, cells('share', [2, 8, 32, 1]))).toBe(
    'In Node 20: up to 16 KiB, clone; at 64 KiB, share.',
  );
  expect(sentence(CLONE, cells('share', [0.5, 0.5, 16, 128]))).toBe(
    'In Node 20: share is faster than clone at some sizes only.',
  );
});

test('one launch decides nothing but what is beyond doubt', () => {
  const one = (transport: string, timesMs: number[]) =>
    timesMs.map((timeMs, at) => simulatedSummary(transport, SIZES[at] ?? 0, [[timeMs]]));
  const found = (shareMs: number[]) => sentence(one('clone', [1, 4, 16, 64]), one('share', shareMs));
  expect(found([0.5, 2, 8, 32])).toBe('In Node 20: undecided for share.');
  expect(found([0.5, 0.3, 0.3, 0.3])).toBe('In Node 20: at 1 KiB, undecided; from 4 KiB to 64 KiB, share.');
});

test('without figures of the baseline or of a rival there is no answer', () => {
  const share = cells('share', [1, 1, 1, 1]);
  expect(sentence()).toBe('In Node 20: not measured.');
  expect(sentence(CLONE)).toBe('In Node 20: only clone was measured, so there is nothing to compare.');
  expect(sentence(share, cells('transfer', [1, 1, 1, 1]))).toBe(
    'In Node 20: clone was not measured, so nothing is compared with it.',
  );
});

test('releases are named as their users name them', () => {
  const names = (
    [
      ['chromium', '156.0.8078.108'],
      ['firefox', '153.8.0esr'],
      ['webkit', '2.50.6'],
      ['node', '20.20.2'],
      ['deno', '2.9.6'],
      ['bun', 'canary'],
      ['visit', 'Safari 26.1'],
      ['visit', 'an unknown browser'],
    ] as const
  ).map(([engine, version]) => releaseOf({ engine, version }));
  expect(names).toEqual([
    'Chromium 156',
    'Firefox 153',
    'WebKit 2.50 (Safari’s engine)',
    'Node 20',
    'Deno 2.9',
    'Bun',
    'Safari 26',
    'an unknown browser',
  ]);
});
