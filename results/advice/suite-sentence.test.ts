import { expect, test } from 'playwright/test';
import { discoverSuites } from '../../runner/serve/discovery.ts';
import type { SuiteInfo } from '../schema/run.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { suiteSentence } from './suite-sentence.ts';

/** The sentence of a suite as if all its cells took 1 ms. @param lacking The transports that the engine cannot measure. */
function sentenceOf(suite: SuiteInfo, lacking: readonly string[] = []): string | undefined {
  const own = suite.transports.filter(({ name, role }) => role === 'transport' && !lacking.includes(name));
  const cells = own.flatMap(({ name, sizesBytes }) =>
    (sizesBytes ?? suite.sizesBytes).flatMap((sizeBytes) =>
      (suite.parameter?.values ?? [null]).map((parameter) => ({
        ...simulatedSummary(name, sizeBytes, [[1]]),
        suite: suite.name,
        parameter,
      })),
    ),
  );
  return suiteSentence(suite, [{ release: 'Node 24', cells }])?.replaceAll(' 1.00 ms (Node 24)', '');
}

test('the sentence of a suite without rivals names a transport for each part of its question', async () => {
  const suites = (await discoverSuites()).filter(({ areRivals, name }) => !areRivals && name !== 'anatomy');
  expect(Object.fromEntries(suites.map((suite) => [suite.name, sentenceOf(suite)]))).toEqual({
    posting: 'memory-64kib; memory-256mib; memory-1mib.',
    'shape-steps': 'At 10,000 records: encode-json-text; move-json-text; decode-json-text.',
    pixels: 'At 7.91 MiB: bytes-clone; bytes-transfer; image-bitmap.',
    setup: 'start-worker; compile; post-module.',
    programs: 'At 4 threads: oxipng-start; oxipng; jxl.',
  });
});

test('where an engine lacks one of them, the next is named', async () => {
  const pixels = (await discoverSuites()).find(({ name }) => name === 'pixels') as SuiteInfo;
  expect(sentenceOf(pixels, ['image-bitmap'])).toMatch(/: bytes-clone; bytes-transfer; bytes-share\.$/);
});
