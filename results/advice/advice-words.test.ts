import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import type { MeasuredSummary } from '../summary/summary.ts';
import { exampleQuestion, exampleResults, exampleTransport } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { adviceInWords } from './advice-words.ts';
import { advise } from './adviser.ts';
import { methodFacts } from './method-facts.ts';
import type { Question } from './question.ts';

const MIB = 1024 ** 2;
const example = exampleResults().run.suites[0] as SuiteInfo;
const transfer = exampleTransport('transfer', { rank: 2, doing: 'Transferring', senderKeeps: false });
const suite: SuiteInfo = { ...example, transports: [...example.transports, transfer] };
const LAUNCHES = [0.97, 1, 1.03];

/** @param mainThreadMs The part of the time in which the page can do nothing else. */
function cell(transport: string, ms: number, mainThreadMs: number | null, sizeBytes = MIB): MeasuredSummary {
  const made = simulatedSummary(
    transport,
    sizeBytes,
    LAUNCHES.map((factor) => [ms * factor]),
  );
  return { ...made, launches: made.launches.map((launch) => ({ ...launch, mainThreadMs })) };
}
function words(cells: readonly MeasuredSummary[], change: Partial<Question> = {}) {
  const question = { ...exampleQuestion, ...change };
  return adviceInWords(advise(question, [suite], cells, true), question.perSecond, cells, suite);
}

test('the method comes first, then what it saves, in time and of the main thread', () => {
  const cells = [cell('clone', 2.7, 2.7), cell('transfer', 0.1, 0.1), cell('share', 0.1, 0.1)];
  expect(words(cells)).toEqual({
    names: ['transfer'],
    take: 'Transfer',
    why: '100 µs instead of 2.7 ms with clone; at 60 a second, posting keeps the main thread busy 0.6% of the time instead of 16%, without reading, which cannot be timed here. Share takes the same time as transfer, within ×1.1.',
  });
  expect(words(cells, { perSecond: 0 }).why).toMatch(/^100 µs instead of 2\.7 ms with clone\. /);
  // Chromium reads a message when the page asks for it, so that is timed too.
  expect(words(cells.map((one) => ({ ...one, engine: 'chromium' }))).why).toContain(
    '; at 60 a second, posting and reading keep the main thread busy 0.6% of the time instead of 16%. ',
  );
  // Shares that read the same are not compared.
  expect(
    words([
      cell('clone', 2.7, 0.001),
      ...cells.slice(1).map((one) => ({
        ...one,
        launches: one.launches.map((launch) => ({ ...launch, mainThreadMs: 0.001 })),
      })),
    ]).why,
  ).toContain('busy less than 0.1% of the time, without');
});

test('a faster method that saves little is named with its time and what it needs, and a slower one with its time', () => {
  const cells = [cell('clone', 2.7, null), cell('transfer', 0.13, null), cell('share', 0.1, null)];
  expect(words(cells)).toMatchObject({
    take: 'Transfer',
    why: '130 µs instead of 2.7 ms with clone. Share takes 100 µs, on a cross-origin isolated page: less than 1.5 times as fast.',
  });
  expect(words([...cells.slice(0, 1), cell('transfer', 0.2, null), ...cells.slice(2)])).toMatchObject({
    take: 'Share',
    why: '100 µs instead of 2.7 ms with clone. Transfer takes 200 µs.',
  });
  // Nothing is gained by more than a clone.
  expect(words([cell('clone', 0.12, null), ...cells.slice(1)])).toMatchObject({
    take: 'Clone',
    why:
      '120 µs. Share takes 100 µs, on a cross-origin isolated page: less than 1.5 times as fast. ' +
      'Transfer takes the same time as clone, within ×1.1.',
  });
});

test('between two measured sizes, nothing is more certain than at either of them', () => {
  const wild = simulatedSummary('share', 64 * 1024, [[0.1], [0.3], [0.2]]);
  const cells = [
    ...[cell('clone', 4, null, 64 * 1024), cell('transfer', 0.21, null, 64 * 1024), wild],
    ...[cell('clone', 40, null), cell('transfer', 0.4, null), cell('share', 0.1, null)],
  ];
  expect(words(cells, { sizeBytes: 128 * 1024 }).take).toBe('Transfer or share');
  expect(words(cells, { sizeBytes: MIB / 2 }).take).toBe('Transfer or share');
  expect(words(cells, { sizeBytes: MIB }).take).toBe('Share');
});

test('between two measured sizes, the main-thread time is between theirs', () => {
  const cells = [64 * 1024, MIB].flatMap((sizeBytes) => [
    cell('clone', sizeBytes / MIB, sizeBytes / MIB, sizeBytes),
    cell('share', 0.01, 0.01, sizeBytes),
  ]);
  expect(words(cells, { sizeBytes: MIB / 4, perSecond: 100 }).why).toBe(
    '10 µs instead of 250 µs with clone; at 100 a second, posting keeps the main thread busy 0.1% of the time instead of 2.5%, without reading, which cannot be timed here. Not transfer: not measured.',
  );
  // A coarse clock measured nothing at the smaller size.
  const coarse = cells.map((one) =>
    one.sizeBytes < MIB
      ? { ...one, launches: one.launches.map((launch) => ({ ...launch, mainThreadMs: 0 })) }
      : one,
  );
  expect(words(coarse, { sizeBytes: MIB / 4, perSecond: 100 }).why).toBe(
    '10 µs instead of 250 µs with clone. Not transfer: not measured.',
  );
});

test('what is undecided, impossible or too slow is said', () => {
  const wild = simulatedSummary('share', MIB, [[0.1], [0.3], [0.2]]);
  const cells = [cell('clone', 4, null), cell('transfer', 0.21, null), wild];
  expect(words(cells)).toEqual({
    names: ['transfer', 'share'],
    take: 'Transfer or share',
    why: '210 µs or 180 µs instead of 4 ms with clone. It is undecided whether share is faster.',
  });
  expect(words(cells, { perSecond: 300 }).why).toMatch(/ with clone, which is too slow for 300 a second\. /);
  expect(words(cells, { bothKeep: true, canBeIsolated: false, perSecond: 300 })).toEqual({
    names: ['clone'],
    take: 'Clone',
    why:
      '4 ms. It is too slow for 300 a second. Not transfer: a transferred buffer is gone from the page until it comes back. ' +
      'Not share: it needs a cross-origin isolated page.',
  });
  expect(words([]).take).toBe('Not measured');
});

test('the facts of a method name what it asks, and what is unknown', () => {
  const cells = [MIB / 4, MIB].flatMap((sizeBytes) => [
    cell('clone', 4, null, sizeBytes),
    cell('transfer', 0.2, null, sizeBytes),
    cell('share', 0.1, null, sizeBytes),
  ]);
  const facts = methodFacts(suite, cells, MIB, true);
  expect(facts.map(({ name, when }) => [name, when])).toEqual([
    ['clone', 'Another method is faster from 256 KiB to 1 MiB'],
    ['transfer', 'Faster than clone: at every size from 256 KiB up to 1 MiB'],
    ['share', 'Faster than clone: at every size from 256 KiB up to 1 MiB'],
  ]);
  expect(facts.map(({ asks }) => asks)).toEqual([
    'nothing',
    'giving the data up until they return',
    'a cross-origin isolated page, and a protocol that says who may write when',
  ]);
  expect(methodFacts(suite, cells, MIB, false).at(-1)?.asks).toBe('a protocol that says who may write when');
  expect(facts.map(({ collections, memory }) => [collections, memory])).toEqual(
    facts.map(() => ['unknown', 'unknown']),
  );
});

test('collections and memory are those of the nearest size that was watched, and the multiple is that of the largest', () => {
  const none = { minor: { collections: 0, pauseMs: 0 }, major: { collections: 0, pauseMs: 0 } };
  const watched = (sizeBytes: number, peakBytes: number, collections: number) => ({
    ...cell('clone', 4, null, sizeBytes),
    gc: {
      status: 'measured' as const,
      watches: [
        {
          roundTrips: 400,
          main: { ...none, major: { collections, pauseMs: 1 } },
          worker: none,
          notUnderstood: 0,
        },
      ],
    },
    memory: { status: 'measured' as const, peakBytes },
  });
  const cells = [watched(64 * 1024, 2 * MIB, 0), watched(MIB, 40 * MIB, 20), watched(64 * MIB, 256 * MIB, 0)];
  const factsAt = (sizeBytes: number) => {
    const [clone] = methodFacts(suite, cells, sizeBytes, true);
    return [clone?.collections, clone?.memory];
  };
  const small = [
    'In round trips of 64 KiB: none in 400 (at most 9.2 in 1,000)',
    'In round trips of 64 KiB, without a pause between them: up to 2 MiB more; at 64 MiB, 4.00 times the working set',
  ];
  expect(factsAt(1024)).toEqual(small);
  expect(factsAt(200 * 1024)).toEqual(small);
  expect(factsAt(300 * 1024)).toEqual([
    expect.stringMatching(/^In round trips of 1 MiB: 50 in 1,000 \(/),
    'In round trips of 1 MiB, without a pause between them: up to 40 MiB more; at 64 MiB, 4.00 times the working set',
  ]);
});

test('where the page also encodes and decodes, its time on messages is not given as what keeps it busy', () => {
  const names = ['objects', 'json-text'];
  const shapes: SuiteInfo = {
    ...example,
    answers: 'objects',
    baseline: 'objects',
    parameter: { name: 'records', kind: 'count', values: [1000] },
    transports: names.map((name, at) => exampleTransport(name, { rank: at + 1, doing: name })),
  };
  const cells = [cell('objects', 4, 3), cell('json-text', 2, 0.02)].map((one) => ({
    ...one,
    parameter: 1000,
  }));
  const question: Question = { ...exampleQuestion, shape: { kind: 'objects', records: 1000 } };
  const advice = advise(question, [shapes], cells, true);
  expect(adviceInWords(advice, 60, cells, shapes).why).toBe('2 ms instead of 4 ms with objects.');
});
