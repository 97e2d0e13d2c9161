import { expect, test } from 'playwright/test';
import {
  ANATOMY,
  ANATOMY_METHODS,
  ANATOMY_STEPS,
  BOTH_WAITS,
  ON_PAGE,
} from '../../results/findings/messages/anatomy.ts';
import { LARGE_FROM_BYTES } from '../plan/schedule.ts';
import { suite } from './anatomy.ts';

test('the transports are the methods, and each step of each of them under the name that the report looks for', () => {
  const steps = [ON_PAGE, BOTH_WAITS, ...ANATOMY_STEPS];
  const expected = ANATOMY_METHODS.flatMap((method) => [method, ...steps.map((step) => `${method}-${step}`)]);
  expect(suite.name).toBe(ANATOMY);
  expect(suite.methods !== 'files' && Object.keys(suite.methods.transports)).toEqual(expected);
});

test('no size can be requested at which each part is open alone, as parts of other round trips do not add up', () => {
  expect(Math.max(...(suite.sizesBytes ?? []), suite.anySizeUpToBytes ?? 0)).toBeLessThan(LARGE_FROM_BYTES);
});

test('what an engine deserialises before the event blocks the page too, and the titles say where it is counted', () => {
  const transports = suite.methods === 'files' ? {} : suite.methods.transports;
  expect(transports[`clone-${ON_PAGE}`]?.title).toMatch(
    /; not what an engine deserialises before the event$/,
  );
  expect(transports[`clone-${BOTH_WAITS}`]?.title).toMatch(
    /; with what an engine deserialises before the event$/,
  );
});
