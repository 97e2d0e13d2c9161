import { expect, test } from 'playwright/test';
import { hostSchema } from '../../results/schema/engine.ts';
import { thisHost } from './host.ts';

test('a host keeps its id, and the time of a first write is measured each time', () => {
  const [first, again] = [thisHost(), thisHost()];
  expect(again.id).toBe(first.id);
  for (const host of [first, again]) {
    expect(hostSchema.parse(host)).toEqual(host);
    // A write costs a nanosecond at least, and no machine needs a millisecond.
    expect(host.firstTouchUs).toBeGreaterThan(0.001);
    expect(host.firstTouchUs).toBeLessThan(1000);
  }
});
