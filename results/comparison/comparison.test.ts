import { expect, test } from 'playwright/test';
import { exampleComparison } from '../testing/example-comparison.ts';
import { normal } from '../testing/simulated.ts';
import { type ComparedPairs, confirmed, judgeAll, outcomeOf } from './comparison.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';

function measured(transport: string, factor: number, isControl = false, sizeBytes = 1024): ComparedPairs {
  const pairs = Array.from({ length: 20 }, () => ({ baseMs: 1, headMs: factor * Math.exp(0.02 * normal()) }));
  return {
    cell: { engine: 'node', suite: 'round-trip', transport, parameter: null, sizeBytes },
    isControl,
    control: isControl ? null : transport === 'clone' ? 'copy-fresh' : 'ping',
    pairs,
  };
}
const judged = (...all: ComparedPairs[]) => ({ ...judgeAll(all), notCompared: [] });
const outcome = (...all: ComparedPairs[]) => outcomeOf(judged(...all)).outcome;

const comparisonOf = (...all: ComparedPairs[]) => exampleComparison(judged(...all));

test('the outcome is that of the worst cell; a control that moved makes its cells inconclusive, and the outcome too unless a cell regressed', () => {
  expect(outcome(measured('share', 1), measured('ping', 1, true))).toBe('unchanged');
  expect(outcome(measured('clone', 1), measured('share', 0.7))).toBe('improved');
  expect(outcome(measured('clone', 1.3), measured('share', 0.7))).toBe('regressed');
  expect(outcome(measured('clone', 1.07))).toBe('inconclusive');
  expect(outcome(measured('share', 1.3), measured('ping', 1.1, true))).toBe('inconclusive');
  expect(outcome(measured('share', 1), measured('copy-fresh', 0.2, true))).toBe('inconclusive');
  // A control that moved by a tenth does not explain ×20.
  expect(outcome(measured('share', 20), measured('ping', 1.1, true))).toBe('regressed');
  expect(outcome(measured('share', 20), measured('ping', 15, true))).toBe('inconclusive');
  // A regression whose garbage moved the control must not be hidden.
  expect(outcome(measured('transfer', 1.3), measured('copy-fresh', 0.2, true))).toBe('regressed');
  expect(outcome()).toBe('inconclusive');
});

test('a cell without a figure never passes; a cell that both arms lack is only reported', () => {
  const { cell } = measured('share', 1);
  const with_ = (status: 'failed' | 'unsupported', factor: number) =>
    outcomeOf({
      ...judged(measured('clone', factor)),
      notCompared: [{ ...cell, status, reason: 'head: it threw' }],
    });
  expect(with_('unsupported', 1)).toEqual({ outcome: 'unchanged', reasons: [] });
  expect(with_('failed', 1)).toMatchObject({ outcome: 'inconclusive' });
  expect(with_('failed', 1.3)).toMatchObject({ outcome: 'regressed' });
  expect(with_('failed', 1.3).reasons).toEqual([
    'share at 1024 bytes in node was not compared: head: it threw',
  ]);
  const notCompared = [{ ...cell, status: 'unsupported' as const, reason: 'no shared memory' }];
  expect(comparisonMarkdown({ ...comparisonOf(measured('clone', 1)), notCompared })).toContain(
    '1 cell was not compared',
  );
});

test('a cell stays regressed only if fresh launches agree', () => {
  const { verdicts } = judgeAll([measured('clone', 1.3), measured('share', 1.3), measured('transfer', 1)]);
  const again = judgeAll([measured('clone', 1.3), measured('share', 1)]).verdicts;
  expect(
    confirmed(verdicts, again).map(({ verdict, confirmation }) => [verdict, confirmation?.verdict]),
  ).toEqual([
    ['regressed', 'regressed'],
    ['suspect', 'unchanged'],
    ['unchanged', undefined],
  ]);
});

test('Markdown has the worst cells first, escapes the markup of data, and stays under 64 KB', () => {
  const all = Array.from({ length: 1_000 }, (_, at) => measured(`clone-${at}`, 1 + at / 1_000));
  const comparison = comparisonOf(...all);
  const text = comparisonMarkdown({ ...comparison, base: 'a`b', reasons: ['<img src=x> | **so**'] });
  expect(new TextEncoder().encode(text).length).toBeLessThan(64 * 1024);
  const rows = text.split('\n').filter((line) => line.startsWith('| 🔴'));
  // The verdict depends on the scatter of the pairs.
  const [worst] = comparison.verdicts
    .filter(({ verdict }) => verdict === 'regressed')
    .sort((a, b) => b.ratio - a.ratio);
  expect(rows[0]).toContain(` 1 KiB ${worst?.transport} |`);
  expect(text).toMatch(/… and \d+ more cells, none of them worse\./);
  expect(text).toContain('\\<img src=x\\> \\| \\*\\*so\\*\\*');
  expect(text).toContain("Base `a'b`");
});
