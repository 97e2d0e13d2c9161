import { expect, test } from 'playwright/test';
import { exampleComparison } from '../testing/example-comparison.ts';
import { madeHostile } from '../testing/hostile.ts';
import { normal } from '../testing/simulated.ts';
import { type ComparedPairs, comparisonSchema, confirmed, judgeAll, outcomeOf } from './comparison.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';

function measured(transport: string, factor: number, spread = 0.02): ComparedPairs {
  const pairs = Array.from({ length: 20 }, () => ({
    baseMs: 1,
    headMs: factor * Math.exp(spread * normal()),
  }));
  return {
    cell: { engine: 'node', suite: 'round-trip', transport, parameter: null, sizeBytes: 1024 },
    pairs,
  };
}
const judged = (...all: ComparedPairs[]) => ({ verdicts: judgeAll(all), notCompared: [] });
const outcome = (...all: ComparedPairs[]) => outcomeOf(judged(...all)).outcome;

const comparisonOf = (...all: ComparedPairs[]) => exampleComparison(judged(...all));

test('the outcome is that of the worst cell, and an undecided or suspect cell never passes', () => {
  expect(outcome(measured('share', 1), measured('ping', 1))).toBe('unchanged');
  expect(outcome(measured('clone', 1), measured('share', 0.7))).toBe('improved');
  expect(outcome(measured('clone', 1.3), measured('share', 0.7))).toBe('regressed');
  expect(outcome(measured('clone', 1.3), measured('share', 1, 0.6))).toBe('regressed');
  expect(outcome(measured('clone', 1.07))).toBe('inconclusive');
  expect(outcome(measured('clone', 1), measured('share', 1, 0.6))).toBe('inconclusive');
  expect(outcome()).toBe('inconclusive');
});

test('an inconclusive comparison says how many pairs its widest cell would have needed', () => {
  const { verdicts } = judged(measured('clone', 1), measured('share', 1, 0.3), measured('transfer', 1, 0.6));
  const needed = verdicts.map(({ pairsForUnchanged }) => pairsForUnchanged);
  expect(needed[0]).toBeLessThan(20);
  expect(needed[2]).toBeGreaterThan(2 * (needed[1] ?? 0));
  expect(outcomeOf({ verdicts, notCompared: [] }).reasons).toEqual([
    `2 of 3 cells could not be shown to be unchanged; the widest, transfer at 1024 bytes in node, had 20 pairs and, if it is unchanged, needs about ${needed[2]}`,
  ]);
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

test('a cell stays regressed only if fresh launches find it slower again', () => {
  const factors = { clone: 1.3, share: 1.3, transfer: 1.3, 'share-repost': 1 };
  const verdicts = judgeAll(Object.entries(factors).map(([name, factor]) => measured(name, factor)));
  const again = judgeAll([measured('clone', 1.3), measured('share', 1), measured('transfer', 1.07)]);
  expect(
    confirmed(verdicts, again).map(({ verdict, confirmation }) => [verdict, confirmation?.verdict]),
  ).toEqual([
    ['regressed', 'regressed'],
    ['suspect', 'unchanged'],
    ['regressed', 'suspect'],
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
  expect(text).toMatch(
    /Smallest slowdown that would be seen 8 times in 10: ×1\.\d+ in the typical cell, ×1\.\d+ in the least certain one\./,
  );
});

test('no text of a comparison is markup, a link or a mention, or makes the comment too long', () => {
  const hostile = '1\n\n# ![x](https://evil.example/x.png) <b>@org/team</b> a/b#1 www.evil.example `| x |`';
  const { hostile: comparison, places } = madeHostile(
    comparisonSchema,
    comparisonOf(measured('clone', 1.3)),
    hostile,
  );
  expect(places).toBeGreaterThan(5);
  const text = comparisonMarkdown({ ...comparison, reasons: new Array(1_000).fill(hostile.repeat(100)) });
  expect(new TextEncoder().encode(text).length).toBeLessThan(64 * 1024);
  // In code, nothing is markup.
  const outside = text.replaceAll(/`[^`\n]*`/g, '');
  expect(outside).not.toMatch(/(?<!\\)[<>[\]`]|@(?!&#8203;)|(?<!&)#\w|https:|www\.evil|^# /m);
  expect(outside).toContain('@&#8203;org/team');
});

test('Markdown says what an inconclusive cell would have needed, and where the threads were not placed', () => {
  const comparison = comparisonOf(measured('clone', 1, 0.6));
  const [needed] = comparison.verdicts.map(({ pairsForUnchanged }) => pairsForUnchanged);
  const placement = { status: 'free', reason: 'only Linux can place' } as const;
  const asked = 'together' as const;
  const text = comparisonMarkdown({ ...comparison, placements: [{ engine: 'node', asked, placement }] });
  expect(text).toContain(`inconclusive: needs about ${needed} pairs if it is unchanged`);
  expect(text).toContain('node: the threads were left to the system');
  const free = { ...comparison, placements: [{ engine: 'node', asked: 'free', placement } as const] };
  expect(comparisonMarkdown(free)).not.toContain('left to the system');
});
