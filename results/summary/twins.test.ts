import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { twinRatios } from './twins.ts';

const [roundTrip] = exampleResults().run.suites as [SuiteInfo];
const [clone] = roundTrip.transports;
const suite = {
  ...roundTrip,
  transports: [...roundTrip.transports, { ...clone, name: 'clone-twin', role: 'twin' }],
} as SuiteInfo;

test('a twin is held against what it is the twin of, at its size, and told apart or not', () => {
  const cells = [
    simulatedSummary('clone', 1024, [[1], [2], [3]]),
    simulatedSummary('clone-twin', 1024, [[1.01], [1.98], [3.01]]),
    simulatedSummary('clone', 4096, [[1], [2], [3]]),
    simulatedSummary('clone-twin', 4096, [[2], [4.01], [6]]),
    simulatedSummary('clone-twin', 16_384, [[1], [1]]),
  ];
  expect(twinRatios(suite, cells)).toMatchObject([
    { sizeBytes: 1024, toldApart: false },
    { sizeBytes: 4096, toldApart: true, estimate: { value: 2 } },
  ]);
});
