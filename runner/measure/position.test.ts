import { expect, test } from 'playwright/test';
import type { BlockKey, MeasurePlan } from '../../suites/plan/plan.ts';
import { Position } from './position.ts';

const keyOf = (transport: string): BlockKey => ({ transport, parameter: null });

const page = (sizeBytes: number, ...blocks: string[]): MeasurePlan => ({
  kind: 'measure',
  suite: 'round-trip',
  sizeBytes,
  blocks: blocks.map(keyOf),
  settleMs: 0,
  timing: { warmupMs: 1, measuredMs: 1, ownSamplesMs: 1, minSamples: 1 },
});

test('knows the current block even if the client leaves out the blocks of a failed transport', () => {
  const position = new Position([
    page(1024, 'clone', 'share', 'ping', 'clone', 'ping', 'share'),
    page(4096, 'ping'),
  ]);
  const endBlocks = (...transports: string[]) => {
    for (const transport of transports) position.onMessage({ kind: 'block', ...keyOf(transport) });
  };
  expect(position.current()).toBeUndefined();
  position.onMessage({ kind: 'page' });
  expect(position.current()).toEqual({ ...keyOf('clone'), sizeBytes: 1024 });
  // The clone has failed, so its second block does not run.
  endBlocks('clone', 'share', 'ping', 'ping');
  expect(position.current()).toEqual({ ...keyOf('share'), sizeBytes: 1024 });
  expect(position.left().map(({ blocks }) => blocks)).toEqual([[keyOf('share')], [keyOf('ping')]]);
  endBlocks('share');
  expect(position.current()).toBeUndefined();
  position.onMessage({ kind: 'page' });
  expect(position.current()).toEqual({ ...keyOf('ping'), sizeBytes: 4096 });
});
