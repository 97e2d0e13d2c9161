import { expect, test } from 'playwright/test';
import type { PlacementRecord } from '../schema/launch.ts';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { placementInWords } from './placement.ts';

test('the words follow from the cores of the record, not from what the suite asked for', () => {
  const { launches } = summarize(exampleResults());
  const words = (...placements: PlacementRecord[]) =>
    placementInWords(
      { launches: launches.flatMap((launch) => placements.map((placement) => ({ ...launch, placement }))) },
      'node',
      'round-trip',
    );
  const apart: PlacementRecord = { status: 'placed', page: 1, workers: [0] };
  expect(words(apart)).toBe('on a core each');
  expect(words({ status: 'placed', page: 1, workers: [1] })).toBe('on one core');
  expect(words({ status: 'placed', page: 1, workers: [0, 1] })).toBe('on a core each');
  expect(words({ status: 'free', reason: 'one core only' })).toBe('where the system put them');
  expect(words(apart, { status: 'free', reason: 'one core only' })).toBe(
    'on a core each or where the system put them',
  );
  expect(placementInWords({ launches }, 'node', 'no such suite')).toBe('not started');
});
