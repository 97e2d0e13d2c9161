import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { summarize } from '../summary/summarize.ts';
import { exampleResults } from '../testing/example.ts';
import { historyEntry, historySchema } from './history.ts';
import { addToHistory, readHistory } from './history-folder.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = historyEntry(summarize(exampleResults()));
const at = (id: string, startedAt: string) => ({ ...entry, run: { ...entry.run, id, startedAt } });

test('a run is saved without its samples, with the value of each launch', () => {
  expect(historySchema.parse(entry)).toEqual(entry);
  expect(entry.engines).toEqual([{ engine: 'node', version: '20.0.0', host: 'host-a' }]);
  expect(entry.cells.find(({ transport, sizeBytes }) => transport === 'clone' && sizeBytes === 1024)).toEqual(
    {
      engine: 'node',
      suite: 'round-trip',
      transport: 'clone',
      parameter: null,
      sizeBytes: 1024,
      launches: [[0, 0.06]],
    },
  );
  // A transport that is unsupported has no figure.
  expect(entry.cells.some(({ transport, sizeBytes }) => transport === 'share' && sizeBytes > 1024)).toBe(
    false,
  );
});

test('each run has its own file, and runs are read in time order', async () => {
  const [early, late] = [at('b-run', '2026-01-01T00:00:00.000Z'), at('a-run', '2026-01-02T00:00:00.000Z')];
  await Promise.all([late, early, late].map((one) => addToHistory(folder, one)));
  expect((await readdir(folder)).sort()).toEqual(['a-run.json', 'b-run.json']);
  expect((await readHistory(folder)).map(({ run }) => run.id)).toEqual(['b-run', 'a-run']);
  expect(await readHistory(join(folder, 'none'))).toEqual([]);
});

test('a run in another placement or isolation than the runs before is refused, as it would look like a step', async () => {
  await addToHistory(folder, at('a-run', '2026-01-01T00:00:00.000Z'));
  const later = at('b-run', '2026-01-02T00:00:00.000Z');
  const bare = { ...later, run: { ...later.run, isolation: 'off' as const } };
  await expect(addToHistory(folder, bare)).rejects.toThrow('isolation is on there and off here');
  const pair = { suite: 'round-trip', above: 'transfer', below: 'clone' };
  const placed = (id: string, placement: 'apart' | 'together') => ({
    ...at(id, '2026-01-03T00:00:00.000Z'),
    pairs: [{ ...pair, placement }],
  });
  await addToHistory(folder, placed('c-run', 'apart'));
  await expect(addToHistory(folder, placed('d-run', 'together'))).rejects.toThrow(
    'the threads of round-trip are apart there and together here',
  );
  await addToHistory(folder, placed('c-run', 'together'));
});

test('a file that is not a history file is rejected with its name', async () => {
  await writeFile(join(folder, 'odd.json'), '{"historyVersion": 1}');
  await expect(readHistory(join(folder, 'odd.json'))).rejects.toThrow(
    'odd.json cannot be read as a history folder: ENOTDIR',
  );
  await expect(readHistory(folder)).rejects.toThrow(/odd\.json: not a run of the history\n {2}\$\.run: /);
});

test('the pairs that a run follows are saved with the run', () => {
  const results = exampleResults();
  const [suite] = results.run.suites;
  if (!suite) throw new Error('the example has one');
  const transports = suite.transports.map((one) =>
    one.name === 'clone' ? { ...one, followedTo: ['share', 'ping'] } : one,
  );
  const run = { ...results.run, suites: [{ ...suite, transports }] };
  expect(historyEntry(summarize({ ...results, run })).pairs).toEqual([
    { suite: 'round-trip', above: 'clone', below: 'share', placement: 'apart' },
    { suite: 'round-trip', above: 'clone', below: 'ping', placement: 'apart' },
  ]);
});
