import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults } from '../testing/example.ts';
import { normal, simulatedSummary } from '../testing/simulated.ts';
import { twinRatios } from './twins.ts';

const [roundTrip] = exampleResults().run.suites as [SuiteInfo];
const [clone] = roundTrip.transports;
const suite = {
  ...roundTrip,
  transports: [...roundTrip.transports, { ...clone, name: 'clone-twin', role: 'twin' }],
} as SuiteInfo;

test('a twin is compared with its transport at the same size, and is distinguishable or not', () => {
  const cells = [
    simulatedSummary('clone', 1024, [[1], [2], [3]]),
    simulatedSummary('clone-twin', 1024, [[1.01], [1.98], [3.01]]),
    simulatedSummary('clone', 4096, [[1], [2], [3]]),
    simulatedSummary('clone-twin', 4096, [[2], [4.01], [6]]),
    simulatedSummary('clone-twin', 16_384, [[1], [1]]),
  ];
  expect(twinRatios(suite, cells)).toMatchObject([
    { sizeBytes: 1024, isDistinguishable: false },
    { sizeBytes: 4096, isDistinguishable: true, estimate: { value: 2 } },
  ]);
});

test('with unchanged twins at three sizes, a size is distinguishable in 1 engine of 20', () => {
  const ENGINES = 2000;
  const noisy = () => Array.from({ length: 5 }, () => [Math.exp(0.1 * normal())]);
  const engines = Array.from({ length: ENGINES }, () =>
    twinRatios(
      suite,
      [1024, 4096, 16_384].flatMap((sizeBytes) => [
        simulatedSummary('clone', sizeBytes, noisy()),
        simulatedSummary('clone-twin', sizeBytes, noisy()),
      ]),
    ),
  );
  const found = engines.filter((twins) => twins.some(({ isDistinguishable }) => isDistinguishable));
  expect(found.length / ENGINES).toBeGreaterThan(0.03);
  expect(found.length / ENGINES).toBeLessThan(0.065);
});
