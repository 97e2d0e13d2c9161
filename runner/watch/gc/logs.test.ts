import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { type LineReader, type Pause, readLines } from './account.ts';
import { readTrace, type TraceEvent } from './chromium-trace.ts';
import { jscLogReader } from './jsc-log.ts';
import { spiderMonkeyLogReader } from './spidermonkey-log.ts';
import { v8LogReader } from './v8-log.ts';

/** Logs captured from the engines while they cloned, transferred and shared 1 MiB, shortened to be readable. */
const captured = (file: string) => readFile(join(import.meta.dirname, 'captured', file), 'utf8');

async function read(file: string, reader: LineReader) {
  return readLines((await captured(file)).split('\n'), reader);
}

/** The number of collections of each kind. */
function count(pauses: readonly Pause[]) {
  const ended = (kind: Pause['kind']) => pauses.filter((pause) => pause.ends && pause.kind === kind).length;
  return { minor: ended('minor'), major: ended('major') };
}

const heaps = (pauses: readonly Pause[]) => new Set(pauses.map(({ process, heap }) => `${process} ${heap}`));

test('Node: each line is a collection, whose pause includes the marking steps', async () => {
  const { pauses, notUnderstood } = await read('node.log', v8LogReader());
  expect(count(pauses)).toEqual({ minor: 73, major: 1 });
  expect(heaps(pauses).size).toBe(3);
  expect(notUnderstood).toBe(0);
  const major = pauses.find(({ kind }) => kind === 'major');
  expect(major).toMatchObject({ process: '24776', heap: '0x3f723f00', pauseMs: 3.66 + 2 });
});

test('Deno: each line is a collection, in the format of its V8 version', async () => {
  const { pauses, notUnderstood } = await read('deno.log', v8LogReader());
  expect(count(pauses)).toEqual({ minor: 56, major: 9 });
  expect(heaps(pauses).size).toBe(5);
  expect(notUnderstood).toBe(0);
});

test('Bun: each line is a collection; two lines that are mixed up with others are counted as not understood', async () => {
  const { pauses, notUnderstood } = await read('bun.log', jscLogReader());
  expect(count(pauses)).toEqual({ minor: 40, major: 10 });
  expect(notUnderstood).toBeGreaterThanOrEqual(2);
  expect(notUnderstood).toBeLessThan(10);
});

test('WebKit: a collection in two parts is one collection with two pauses', async () => {
  const { pauses, notUnderstood } = await read('webkit.log', jscLogReader());
  expect(count(pauses)).toEqual({ minor: 20, major: 15 });
  expect(notUnderstood).toBe(0);
  expect(pauses.slice(0, 2)).toEqual([
    { process: '', heap: '0x7fabdd4000c0', kind: 'minor', pauseMs: 1.23, ends: false },
    { process: '', heap: '0x7fabdd4000c0', kind: 'minor', pauseMs: 0.648, ends: true },
  ]);
});

test('Firefox: minor collections inside a major one and lines of totals are left out, and both units are read', async () => {
  const { pauses, notUnderstood } = await read('firefox.log', spiderMonkeyLogReader());
  expect(count(pauses)).toEqual({ minor: 104 - 19 - 4, major: 19 });
  expect(pauses.filter(({ kind }) => kind === 'major')).toHaveLength(24);
  expect(notUnderstood).toBe(0);
  expect(pauses[0]).toEqual({
    process: '24911',
    heap: '0x7fb19bd3d000',
    kind: 'minor',
    pauseMs: 0.549,
    ends: true,
  });
});

test('Chromium: collections are read by thread, and marking steps only outside collections', async () => {
  const events = JSON.parse(await captured('chromium.trace')) as TraceEvent[];
  const { pauses, notUnderstood } = readTrace(events);
  expect(count(pauses)).toEqual({ minor: 33, major: 15 });
  expect(heaps(pauses)).toEqual(new Set(['25439 25439', '25439 25482', '25439 25484']));
  expect(notUnderstood).toBe(0);
  const steps = events.filter(({ name }) => name.startsWith('V8.GCIncrementalMarking'));
  const outside = pauses.filter(({ ends }) => !ends);
  expect(outside.length).toBeGreaterThan(0);
  expect(outside.length).toBeLessThanOrEqual(steps.length);
});

test('an unreadable line about collections is counted, and a line about something else is not', () => {
  const lines = {
    v8: '[1:0x2]        5 ms: Scavenge of another kind',
    jsc: '[GC<0x1>: START M 10kb => EdenCollection, a=0kb [GC<0x2>: starting 0.02ms]',
    spiderMonkey: 'MinorGC: cut off',
  };
  const readers = { v8: v8LogReader(), jsc: jscLogReader(), spiderMonkey: spiderMonkeyLogReader() };
  for (const name of ['v8', 'jsc', 'spiderMonkey'] as const) {
    expect(readers[name](lines[name]), name).toBeUndefined();
    expect(readers[name]('*** You are running in headless mode.'), name).toEqual([]);
  }
});
