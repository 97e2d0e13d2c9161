import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import { exampleResults, exampleTransport } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { findingsOf } from './finding-lines.ts';

test('a transport for which other bytes arrive than the working set has is named, and one without a count is not', () => {
  const { run } = exampleResults();
  const [roundTrip] = run.suites as [SuiteInfo];
  const names = ['clone', 'view', 'share', 'uncounted'];
  const suite = { ...roundTrip, sizesBytes: [1024], transports: names.map((name) => exampleTransport(name)) };
  const counts = { clone: 2048, view: 2 * 1024 ** 2, share: 0, uncounted: null };
  const cells = Object.entries(counts).map(([name, movedBytes]) => ({
    ...simulatedSummary(name, 1024, [[1], [2]]),
    movedBytes,
  }));
  const lines = findingsOf({ run, cells, carryOvers: [], noise: [] }, suite, 'node');
  expect(lines).toContain('bytes that arrive in a round trip of 2 KiB: view 2 MiB; share 0 B');
});

test('a transport that no size could measure is not compared, and one that lacks launches is undecided', () => {
  const { run } = exampleResults();
  const [roundTrip] = run.suites as [SuiteInfo];
  const transports = ['clone', 'transfer', 'share'].map((name) => exampleTransport(name));
  const suite = { ...roundTrip, sizesBytes: [1024, 4096], transports };
  const cells = suite.sizesBytes.flatMap((sizeBytes) => [
    simulatedSummary('clone', sizeBytes, [[1]]),
    simulatedSummary('transfer', sizeBytes, [[1]]),
    {
      engine: 'node' as const,
      suite: suite.name,
      transport: 'share',
      parameter: null,
      sizeBytes,
      status: 'unsupported' as const,
      reason: 'no shared memory',
    },
  ]);
  const lines = findingsOf({ run, cells, carryOvers: [], noise: [] }, suite, 'node');
  expect(lines.filter((line) => line.includes(' beats '))).toEqual(['transfer beats clone: undecided']);
});
