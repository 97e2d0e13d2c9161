import { expect, test } from 'playwright/test';
import type { PageMessage } from '../schema/page-message.ts';
import { resultsSchema } from '../schema/results.ts';
import { exampleEntries, exampleResults } from '../testing/example.ts';
import { Fold } from './fold.ts';
import { Visit } from './visit.ts';
import { browserOf } from './visitor.ts';

const { run } = exampleResults();
const pages = [{ suite: 'round-trip', groups: [{ sizeBytes: 1024 }, { sizeBytes: 1_048_576 }] }];

/** The messages of a page, without the engine and launch that the runner adds. */
function messages(): PageMessage[] {
  return exampleEntries().flatMap((entry): PageMessage[] => {
    if (entry.kind === 'page') return [{ kind: 'page', suite: entry.suite, page: entry.page }];
    if (entry.kind !== 'worker') return [];
    const { engine: _, suite: __, launch: ___, ...report } = entry;
    return [report];
  });
}

test('a browser is named as its user names it', () => {
  const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  for (const [userAgent, name] of [
    [`Mozilla/5.0 (iPhone) ${safari} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari 18.1'],
    [`Mozilla/5.0 (iPhone) ${safari} CriOS/150.0.1 Mobile/15E148 Safari/604.1`, 'Chrome on iOS 150.0.1'],
    [`Mozilla/5.0 (iPhone) ${safari} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`, 'Firefox on iOS 140.0'],
    ['Mozilla/5.0 (Linux; Android 10; K) Chrome/150.0.0.0 Mobile Safari/537.36 EdgA/150.0.1', 'Edge 150.0.1'],
    [
      'Mozilla/5.0 (Linux) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      'Samsung Internet 28.0',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36', 'Chrome 156.0.0.0'],
  ] as const)
    expect(browserOf(userAgent)).toBe(name);
});

test('a page that was lost before it said anything does not shift the suites of the others', () => {
  const two = [...pages, ...pages, { suite: 'linear-memory', groups: [{ sizeBytes: 1024 }] }];
  const visit = new Visit(run, two, 'Mozilla/5.0 Firefox/153.0');
  const [page] = messages();
  if (page?.kind !== 'page') throw new Error('the first message is of a page');
  const entries = [page, { ...page, suite: 'linear-memory' }].flatMap((message) => visit.hear(message));
  const suites = entries.flatMap((entry) => (entry.kind === 'page' ? entry.suite : []));
  expect(suites).toEqual(['round-trip', 'linear-memory']);
});

test('a visit is one launch of an engine on an unknown machine, with the reason why it is not watched', () => {
  const visit = new Visit(run, pages, 'Mozilla/5.0 Firefox/153.0');
  const fold = new Fold();
  for (const entry of [...visit.begin(), ...messages().flatMap((one) => visit.hear(one)), ...visit.end()]) {
    fold.add(entry);
  }
  fold.add({ kind: 'ended', at: '2026-01-02T03:05:00.000Z', outcome: 'complete' });
  const results = resultsSchema.parse(fold.results());
  expect(results.engines).toMatchObject([{ engine: 'visit', version: 'Firefox 153.0' }]);
  expect(results.launches).toMatchObject([{ engine: 'visit', suite: 'round-trip', launch: 0, host: null }]);
  expect(results.launches[0]?.durationMs).not.toBeNull();
  const clone = results.cells.find(({ transport }) => transport === 'clone');
  expect(clone).toMatchObject({ engine: 'visit', status: 'measured', gc: { status: 'unsupported' } });
});
