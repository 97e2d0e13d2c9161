import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { toBencher } from './bencher.ts';

const summary = summarize(exampleResults());

test('Bencher: a measure with a value per benchmark', () => {
  const metrics = JSON.parse(toBencher(summary));
  expect(metrics['round-trip/clone/1024/node']).toEqual({ latency: { value: expect.closeTo(60_000) } });
});
