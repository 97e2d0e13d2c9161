import { expect, test } from 'playwright/test';
import { discoverSuites } from '../serve/discovery.ts';
import { testsOf } from './run-tests.ts';

test('suites of a default run share launches, those of --full share others, and each other suite and the claims have their own', async () => {
  const known = await discoverSuites();
  const testsOfSuites = (names: readonly string[], claims: boolean) =>
    testsOf({ suites: known.filter(({ name }) => names.includes(name)), claims });
  expect(testsOfSuites(['pool', 'burst', 'round-trip'], true)).toEqual([
    ['round-trip', 'burst'],
    ['pool'],
    ['claims'],
  ]);
  expect(testsOfSuites(['signal', 'round-trip', 'views', 'burst'], false)).toEqual([
    ['round-trip', 'burst'],
    ['signal', 'views'],
  ]);
  expect(testsOfSuites(['programs'], false)).toEqual([['programs']]);
  expect(testsOfSuites([], true)).toEqual([['claims']]);
});
