import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROOT } from '../command-line/installation.mjs';
import type { Entry } from '../schema/entry.ts';
import { exampleEntries, exampleResults } from '../testing/example.ts';
import { appendLog, LogWriter, parseLog, resultsOfLog } from './log.ts';
import { readResults } from './read.ts';
import { resultsFiles, writeResults } from './write.ts';

const ENDED: Entry = { kind: 'ended', at: '2026-01-02T03:05:00.000Z', outcome: 'complete' };

let folder: string;
let file: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-transfer-share-test-'));
  ({ log: file } = resultsFiles(folder, 'example'));
});
test.afterEach(() => rm(folder, { recursive: true }));

function write(entries: readonly Entry[]): string {
  const log = new LogWriter(file);
  for (const entry of entries) log.append(entry);
  log.close();
  return log.text();
}

test('the results match the appended entries', async () => {
  write([...exampleEntries(), ENDED]);
  expect(await readResults(file)).toEqual(exampleResults());
});

test('a disk that is full takes whole lines only, and what is written later is readable', async () => {
  test.skip(process.platform !== 'linux', 'the size of a file is limited by the shell on Linux only');
  // With the signal ignored, a write beyond the limit of 1 KiB writes a part, and the next one fails.
  const script = `
    const { LogWriter } = await import('./results/file/log.ts');
    const log = new LogWriter(process.argv[1]);
    const entry = { kind: 'resumed', at: '2026-01-02T03:05:00.000Z' };
    let failures = 0;
    for (let entries = 0; entries < 20; entries++) try { log.append(entry); } catch { failures++; }
    process.exitCode = failures;`;
  const { status, stderr } = spawnSync(
    'bash',
    [
      '-c',
      'trap \'\' XFSZ; ulimit -f 1; exec "$@"',
      'bash',
      process.execPath,
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      script,
      file,
    ],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
  );
  expect(stderr).toBe('');
  const failures = status ?? 0;
  expect(failures).toBeGreaterThan(1);
  write([ENDED]);
  expect(parseLog(await readFile(file, 'utf8'), file)).toHaveLength(20 - failures + 1);
});

test('several writers can append to one log, and each knows its own lines', async () => {
  const [first, ...rest] = exampleEntries() as [Entry, ...Entry[]];
  const parts = [write([first]), write(rest)];
  expect(await readFile(file, 'utf8')).toBe(parts.join(''));
  expect(parseLog(parts.join(''), file)).toEqual(exampleEntries());
});

test('a line that occurs twice counts once, as when a shard is merged into its own folder', async () => {
  const text = write([...exampleEntries(), ENDED]);
  appendLog(file, text);
  expect((await readFile(file, 'utf8')).length).toBe(2 * text.length);
  expect(await readResults(file)).toEqual(exampleResults());
});

test('a log that is truncated anywhere loses only its incomplete line', async () => {
  const text = write([...exampleEntries(), ENDED]);
  const entries = exampleEntries();
  for (let cut = 0; cut <= text.length; cut += 97) {
    const whole = text.slice(0, cut).split('\n').length - 1;
    expect(parseLog(text.slice(0, cut), file)).toEqual([...entries, ENDED].slice(0, whole));
    await writeFile(file, text.slice(0, cut));
    // A run that is resumed starts on a new line.
    write([ENDED]);
    const continued = parseLog(await readFile(file, 'utf8'), file);
    expect(continued).toEqual([...entries, ENDED].slice(0, whole).concat(ENDED));
  }
});

test('a log with a byte order mark that was truncated loses only its incomplete line', () => {
  const text = write([...exampleEntries(), ENDED]);
  expect(parseLog(`\uFEFF${text.slice(0, -10)}`, file)).toEqual(exampleEntries());
});

test('an invalid line in the middle is reported with its number and the reason', () => {
  const text = write(exampleEntries());
  const [first, second, ...rest] = text.split('\n') as [string, string, ...string[]];
  const spoilt = (line: string) => [first, line, ...rest].join('\n');
  expect(() => resultsOfLog(spoilt(second.slice(0, 20)), 'a.ndjson')).toThrow(
    /^a\.ndjson:2: not a line of a run log: /,
  );
  expect(() => resultsOfLog(spoilt(second.replace('"host"', '"ghost"')), 'a.ndjson')).toThrow(
    /^a\.ndjson:2: not a line of a run log\n {2}\$\.entry/,
  );
  const contradictory = text.replaceAll('"sizeBytes":1024,"outcome"', '"sizeBytes":7,"outcome"');
  expect(() => resultsOfLog(contradictory, 'a.ndjson')).toThrow(
    /^a\.ndjson: the results in this log contradict each other\n {2}\$\.cells\[0\]\.sizeBytes: 7 is not a size/,
  );
  const [run, host, engine, missing, , ...later] = text.split('\n');
  const withoutLaunch = [run, host, engine, missing, ...later].join('\n');
  expect(() => resultsOfLog(withoutLaunch, 'a.ndjson')).toThrow(
    /^a\.ndjson: an entry refers to the launch node\/round-trip\/0, which has not started$/,
  );
  expect(() => resultsOfLog('', 'a.ndjson')).toThrow('a.ndjson: the log has no entries of a run');
});

/** The example's launch as another engine's, without what follows the timing. */
function onBun(launch: number, isComplete: boolean): Entry[] {
  return exampleEntries().flatMap((entry): Entry[] => {
    switch (entry.kind) {
      case 'engine':
        return entry.engine.engine === 'node'
          ? [{ ...entry, engine: { ...entry.engine, engine: 'bun' } }]
          : [];
      case 'launch':
        return [{ ...entry, launch: { ...entry.launch, engine: 'bun', launch } }];
      case 'page':
      case 'worker':
        return [{ ...entry, engine: 'bun', launch }];
      case 'launched':
        return isComplete ? [{ ...entry, engine: 'bun', launch }] : [];
      default:
        return [];
    }
  });
}

const INTERRUPTED: Entry = { ...ENDED, outcome: 'interrupted' };
const RESUMED: Entry = { kind: 'resumed', at: ENDED.at };

test('a resumed run keeps the complete suites, and the complete launches of the others', () => {
  const watched: Entry[] = exampleEntries()
    .filter((entry) => entry.kind === 'pressure')
    .map((entry) => ({ ...entry, engine: 'bun' }));
  expect(watched).not.toEqual([]);
  const begun = [...onBun(0, true), ...onBun(1, false), ...watched, INTERRUPTED];
  const interrupted = write([...exampleEntries(), ...begun]);
  expect(resultsOfLog(interrupted, file)).toMatchObject({ outcome: 'interrupted' });
  const ofBun = (text: string) => {
    const { cells, launches } = resultsOfLog(text, file);
    return {
      launches: launches.filter(({ engine }) => engine === 'bun').map(({ launch }) => launch),
      cells: cells.filter((cell) => cell.engine === 'bun').filter((cell) => cell.status === 'measured'),
    };
  };
  expect(ofBun(interrupted).launches).toEqual([0, 1]);
  const resumed = interrupted + write([RESUMED]);
  const { launches, cells } = ofBun(resumed);
  expect(launches).toEqual([0]);
  expect(cells.length).toBe(ofBun(interrupted).cells.length);
  for (const cell of cells) {
    expect(cell.launches.map(({ launch }) => launch)).toEqual([0]);
    // It is watched again.
    expect([cell.gc.status, cell.memory.status]).toEqual(['skipped', 'skipped']);
  }
  const { engines, ...results } = resultsOfLog(resumed, file);
  expect(results.outcome).toBe('unfinished');
  const { engines: _, ...example } = exampleResults();
  expect({
    ...results,
    cells: results.cells.filter(({ engine }) => engine !== 'bun'),
    launches: results.launches.filter(({ engine }) => engine !== 'bun'),
  }).toEqual({ ...example, outcome: 'unfinished', endedAt: null });
});

test('in a resumed run, a skipped cell keeps its reason until it is measured', () => {
  const skipped: Entry = {
    kind: 'cell',
    engine: 'bun',
    suite: 'round-trip',
    transport: 'clone',
    parameter: null,
    sizeBytes: 1_048_576,
    status: 'skipped',
    reason: 'no memory',
  };
  const [engine] = onBun(0, true).filter(({ kind }) => kind === 'engine');
  if (!engine) throw new Error('the example has an engine');
  const text = write([...exampleEntries(), engine, skipped, INTERRUPTED, RESUMED]);
  const ofBun = (log: string) =>
    resultsOfLog(log, file)
      .cells.filter(({ engine, transport }) => engine === 'bun' && transport === 'clone')
      .filter(({ sizeBytes }) => sizeBytes === skipped.sizeBytes)
      .map(({ status }) => status);
  expect(ofBun(text)).toEqual(['skipped']);
  expect(ofBun(text + write(onBun(0, true)))).toEqual(['measured']);
});

test('in a resumed run, a suite with a failed cell starts again', () => {
  const [cell] = onBun(0, true).flatMap((entry) => (entry.kind === 'worker' ? entry.cells : []));
  if (!cell) throw new Error('the example has cells');
  const { transport, parameter, sizeBytes } = cell;
  const key = { engine: 'bun', suite: 'round-trip', transport, parameter, sizeBytes } as const;
  const failed: Entry = { kind: 'cell', ...key, status: 'failed', reason: 'the engine ended' };
  const text = write([...exampleEntries(), ...onBun(0, true), failed, INTERRUPTED, RESUMED]);
  const { cells, launches } = resultsOfLog(text, file);
  expect([...cells, ...launches].filter(({ engine }) => engine === 'bun')).toEqual([]);
});

test('a command that reads a results file gets the results of a newer log', async () => {
  write(exampleEntries());
  const { latest, run } = await writeResults(folder, await readResults(file));
  expect((await readResults(latest)).outcome).toBe('unfinished');
  write([ENDED]);
  const later = new Date(Date.now() + 10_000);
  await utimes(file, later, later);
  for (const one of [latest, run, file]) expect((await readResults(one)).outcome, one).toBe('complete');
});

test('a log that cannot be written is reported with its path', () => {
  expect(() => new LogWriter(join(folder, 'missing', '\0', 'a.ndjson'))).toThrow('cannot be written: ');
});
