import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { toOpenMetrics } from './openmetrics.ts';

const summary = summarize(exampleResults());

test('OpenMetrics: metadata, samples of one family, and its end', () => {
  const lines = toOpenMetrics(summary).split('\n');
  expect(lines.slice(0, 3).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    '# TYPE',
    '# UNIT',
    '# HELP',
  ]);
  expect(lines.at(-2)).toBe('# EOF');
  const samples = lines.slice(3, -2);
  expect(samples[0]).toMatch(
    /^clone_transfer_share_round_trip_seconds\{engine="node",suite="round-trip",transport="clone",size_bytes="1024",bound="mean"\} 0\.00006$/,
  );
  for (const line of samples) expect(line).toMatch(/^[a-z_]+\{([a-z_]+="[^"\n]*",?)+\} \S+$/);
  expect(new Set(samples).size).toBe(samples.length);
});

test('OpenMetrics has one metric per kind of figure, named after it', () => {
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

test('OpenMetrics: how late a frame is at a rate is not a time per frame', () => {
  const [suite] = summary.run.suites;
  if (!suite) throw new Error('the example has one');
  const parameter = { name: 'frames per second', kind: 'rate' as const, values: [null, 60] };
  const paced = summary.cells.map((cell) => ({ ...cell, parameter: 60 }));
  const run = { ...summary.run, suites: [{ ...suite, parameter }] };
  const text = toOpenMetrics({ ...summary, run, cells: [...summary.cells, ...paced] });
  expect(text).toMatch(/^clone_transfer_share_round_trip_seconds\{(?!.*parameter=).*\}/m);
  expect(text).toMatch(/^clone_transfer_share_round_trip_latency_seconds\{.*parameter="60"/m);
  expect(text).not.toMatch(/^clone_transfer_share_round_trip_seconds\{.*parameter=/m);
});
