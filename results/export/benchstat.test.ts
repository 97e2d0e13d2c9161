import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { toGoBenchmark } from './benchstat.ts';

const summary = summarize(exampleResults());

test('Go benchmark text: configuration lines, then names, iterations and pairs of value and unit', () => {
  const lines = toGoBenchmark(summary).trimEnd().split('\n');
  const blank = lines.indexOf('');
  // The grammar of go.dev/design/14313-benchmark-format.
  for (const line of lines.slice(0, blank)) expect(line).toMatch(/^[a-z][^A-Z\s:]*: \S/);
  for (const line of lines.slice(blank + 1))
    expect(line).toMatch(/^Benchmark(?![a-z])\S+ +[1-9]\d* +\S+ +ns\/op$/);
  expect(lines).toContain('BenchmarkRoundTrip/transport=clone/size=1024/engine=node 1 60000 ns/op');
});
