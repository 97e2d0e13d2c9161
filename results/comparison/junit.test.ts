import { expect, test } from 'playwright/test';
import { exampleComparison } from '../testing/example-comparison.ts';
import { confirmed, judgeAll } from './comparison.ts';
import { toJunit } from './junit.ts';

test('JUnit: a regressed cell fails, an inconclusive cell is skipped, and text is escaped', () => {
  const cell = (transport: string, factor: number, odd: number) => ({
    cell: { engine: 'node', suite: 'round-trip', transport, parameter: null, sizeBytes: 1024 } as const,
    pairs: Array.from({ length: 20 }, (_, at) => ({
      baseMs: 1,
      headMs: at % 2 === 0 ? factor : factor * odd,
    })),
  });
  const judged = {
    verdicts: judgeAll([cell('clone', 1.3, 1), cell('share', 1, 1), cell('transfer', 0.5, 4)]),
    notCompared: [
      {
        ...cell('share-repost', 1, 1).cell,
        status: 'failed' as const,
        reason: 'head: the worker threw <"x">',
      },
    ],
  };
  const xml = toJunit({ ...exampleComparison(judged), base: '<main> & "so"', head: 'HEAD' });
  expect(xml).toContain('name="HEAD compared with &lt;main&gt; &amp; &quot;so&quot;"');
  expect(xml).toContain('tests="4" failures="1" skipped="1" errors="1"');
  expect(xml.match(/<failure /g)).toHaveLength(1);
  expect(xml).toMatch(/name="clone 1024 bytes">\n<failure message="head ÷ base ×1\.30/);
  expect(xml).toMatch(/name="transfer 1024 bytes">\n<skipped message="inconclusive/);
  expect(xml).toContain('<testcase classname="node.round-trip" name="share 1024 bytes" />');
  expect(xml).toContain('<error message="head: the worker threw &lt;&quot;x&quot;&gt;" />');
});

test('JUnit: a cell whose confirmation failed is one test case with the more severe result, and the counts match the cases', () => {
  const pairs = Array.from({ length: 20 }, () => ({ baseMs: 1, headMs: 1.3 }));
  const cell = { engine: 'node', suite: 'pool', transport: 'clone', sizeBytes: 1024 } as const;
  const verdicts = judgeAll([1, 4].map((parameter) => ({ cell: { ...cell, parameter }, pairs })));
  const notCompared = [
    { ...cell, parameter: 4, status: 'failed' as const, reason: 'head: the worker threw' },
  ];
  for (const [judged, counts] of [
    [confirmed(verdicts, verdicts.slice(0, 1)), 'failures="1" skipped="0" errors="1"'],
    [confirmed(verdicts, []), 'failures="0" skipped="1" errors="1"'],
    // A regression is more severe than an error.
    [verdicts, 'failures="2" skipped="0" errors="0"'],
  ] as const) {
    const xml = toJunit(exampleComparison({ verdicts: [...judged], notCompared }));
    expect(xml).toContain(`tests="2" ${counts}`);
    expect(xml.match(/<testcase [^>]*name="[^"]*"/g)).toEqual([
      '<testcase classname="node.pool" name="clone 1024 bytes, parameter 1"',
      '<testcase classname="node.pool" name="clone 1024 bytes, parameter 4"',
    ]);
  }
});

test('JUnit: a comparison without a compared cell is an error, and not an empty file', () => {
  const cell = {
    engine: 'node',
    suite: 'pool',
    transport: 'clone',
    sizeBytes: 1024,
    parameter: null,
  } as const;
  const notCompared = [{ ...cell, status: 'unsupported' as const, reason: 'there is no memory' }];
  const xml = toJunit(exampleComparison({ verdicts: [], notCompared }));
  expect(xml).toContain('tests="2" failures="0" skipped="1" errors="1"');
  expect(xml).toContain('<error message="no cell was compared" />');
});
