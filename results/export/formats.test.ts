import { expect, test } from 'playwright/test';
import { comparisonSchema, judgeAll, outcomeOf } from '../comparison/comparison.ts';
import { toJunit } from '../comparison/junit.ts';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import {
  cellsCsv,
  toBencher,
  toGithubActionBenchmark,
  toGoBenchmark,
  toMarkdown,
  toOpenMetrics,
} from './formats.ts';

const summary = summarize(exampleResults());
const FIRST = 'round-trip/clone/1024/node';

test('github-action-benchmark: a list of entries with a name, a unit and a value', () => {
  const entries = JSON.parse(toGithubActionBenchmark(summary));
  expect(entries[0]).toEqual({ name: FIRST, unit: 'ms', value: 0.06, extra: '1 launches, 5 samples' });
  for (const entry of entries) {
    expect(
      Object.keys(entry).filter((key) => !['name', 'unit', 'value', 'range', 'extra'].includes(key)),
    ).toEqual([]);
  }
});

test('Bencher: a measure with a value by benchmark', () => {
  const metrics = JSON.parse(toBencher(summary));
  expect(metrics[FIRST]).toEqual({ latency: { value: 60_000 } });
});

test('Go benchmark text: configuration lines, then names, iterations and pairs of value and unit', () => {
  const lines = toGoBenchmark(summary).trimEnd().split('\n');
  const blank = lines.indexOf('');
  // The grammar of go.dev/design/14313-benchmark-format.
  for (const line of lines.slice(0, blank)) expect(line).toMatch(/^[a-z][^A-Z\s:]*: \S/);
  for (const line of lines.slice(blank + 1))
    expect(line).toMatch(/^Benchmark(?![a-z])\S+ +[1-9]\d* +\S+ +ns\/op$/);
  expect(lines).toContain('BenchmarkRoundTrip/transport=clone/size=1024/engine=node 1 60000 ns/op');
});

test('OpenMetrics: metadata, samples of one family, and its end', () => {
  const lines = toOpenMetrics(summary).split('\n');
  expect(lines.slice(0, 3).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    '# TYPE',
    '# UNIT',
    '# HELP',
  ]);
  expect(lines.at(-2)).toBe('# EOF');
  const samples = lines.slice(3, -2);
  expect(samples[0]).toBe(
    'clone_transfer_share_round_trip_seconds{engine="node",suite="round-trip",transport="clone",size_bytes="1024",bound="median"} 0.00006',
  );
  for (const line of samples) expect(line).toMatch(/^[a-z_]+\{([a-z_]+="[^"\n]*",?)+\} \S+$/);
  expect(new Set(samples).size).toBe(samples.length);
});

test('OpenMetrics has a metric a figure: what takes the time names it', () => {
  const [suite] = summary.run.suites;
  if (!suite) throw new Error('the example has one');
  const frames = {
    ...suite,
    name: 'stream',
    figure: { id: 'frame', title: 'time per frame', one: 'frame', many: 'frames' },
  };
  const cells = summary.cells.map((cell) => ({ ...cell, suite: 'stream' }));
  const text = toOpenMetrics({
    ...summary,
    run: { ...summary.run, suites: [suite, frames] },
    cells: [...summary.cells, ...cells],
  });
  const types = text.split('\n').filter((line) => line.startsWith('# TYPE'));
  expect(types).toEqual([
    '# TYPE clone_transfer_share_round_trip_seconds gauge',
    '# TYPE clone_transfer_share_frame_seconds gauge',
  ]);
  expect(text).toContain('clone_transfer_share_frame_seconds{engine="node",suite="stream"');
});

test('CSV has every cell, those without a figure with their reason', () => {
  const lines = cellsCsv(summary).trim().split('\r\n');
  expect(lines).toHaveLength(1 + summary.cells.length);
  expect(lines.find((line) => line.includes('unsupported'))).toBe(
    'node,round-trip,share,,1048576,unsupported,,,,,,a shared memory cannot be posted',
  );
});

test('Markdown is a table an engine and suite', () => {
  expect(toMarkdown(summary)).toContain('| 1 KiB | clone | 60.0 µs | one launch |');
});

test('JUnit: what regressed fails, what is not shown is skipped, and text is text', () => {
  const cell = (transport: string, factor: number, odd: number) => ({
    cell: { engine: 'node', suite: 'round-trip', transport, parameter: null, sizeBytes: 1024 } as const,
    isControl: false,
    control: null,
    pairs: Array.from({ length: 20 }, (_, at) => ({
      baseMs: 1,
      headMs: at % 2 === 0 ? factor : factor * odd,
    })),
  });
  const judged = {
    ...judgeAll([cell('clone', 1.3, 1), cell('share', 1, 1), cell('transfer', 0.5, 4)]),
    notCompared: [
      {
        ...cell('share-repost', 1, 1).cell,
        status: 'failed' as const,
        reason: 'head: the worker threw <"x">',
      },
    ],
  };
  const { run, hosts, engines } = exampleResults();
  const xml = toJunit(
    comparisonSchema.parse({
      comparisonVersion: 1,
      id: run.id,
      startedAt: run.startedAt,
      endedAt: run.startedAt,
      seed: 1,
      suiteVersion: run.suiteVersion,
      commit: null,
      base: '<main> & "so"',
      head: 'HEAD',
      design: 'one page',
      host: hosts[0],
      engines,
      ...outcomeOf(judged),
      ...judged,
    }),
  );
  expect(xml).toContain('name="HEAD against &lt;main&gt; &amp; &quot;so&quot;"');
  expect(xml).toContain('tests="4" failures="1" skipped="1" errors="1"');
  expect(xml.match(/<failure /g)).toHaveLength(1);
  expect(xml).toMatch(/name="clone 1024 bytes">\n<failure message="head ÷ base ×1\.30/);
  expect(xml).toMatch(/name="transfer 1024 bytes">\n<skipped message="inconclusive/);
  expect(xml).toContain('<testcase classname="node.round-trip" name="share 1024 bytes" />');
  expect(xml).toContain('<error message="head: the worker threw &lt;&quot;x&quot;&gt;" />');
});
