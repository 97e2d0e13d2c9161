import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { toGithubActionBenchmark } from './github-action-benchmark.ts';

const summary = summarize(exampleResults());

test('github-action-benchmark: a list of entries with a name, a unit and a value', () => {
  const entries = JSON.parse(toGithubActionBenchmark(summary));
  expect(entries[0]).toEqual({
    name: 'round-trip/clone/1024/node',
    unit: 'ms',
    value: expect.closeTo(0.06),
    extra: '1 launches, 5 samples',
  });
  for (const entry of entries) {
    expect(
      Object.keys(entry).filter((key) => !['name', 'unit', 'value', 'range', 'extra'].includes(key)),
    ).toEqual([]);
  }
});
