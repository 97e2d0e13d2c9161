import { expect, test } from 'playwright/test';
import type { SuiteInfo } from '../schema/run.ts';
import type { MeasuredSummary } from '../summary/summary.ts';
import { exampleResults, exampleTransport, exampleQuestion as question } from '../testing/example.ts';
import { simulatedSummary } from '../testing/simulated.ts';
import { type Advice, advise } from './adviser.ts';
import type { Shape } from './question.ts';

const MIB = 1024 ** 2;
const example = exampleResults().run.suites[0] as SuiteInfo;
const suiteOf = (name: string, answers: SuiteInfo['answers'], senderKeeps: boolean): SuiteInfo => ({
  ...example,
  name,
  answers,
  transports: [
    ...example.transports,
    exampleTransport('transfer', { rank: 2, doing: 'Transferring', senderKeeps }),
  ],
});
const suites = [
  suiteOf('round-trip', 'working-set', false),
  suiteOf('linear-memory', 'wasm-memory', true),
  suiteOf('pool', 'workers', true),
];

const LAUNCHES = [0.97, 1, 1.03];

/** Launches differ a little, by the same factors in each cell: the intervals of their ratios are narrow. */
function cell(transport: string, durationMs: number, sizeBytes = MIB): MeasuredSummary {
  return simulatedSummary(
    transport,
    sizeBytes,
    LAUNCHES.map((factor) => [durationMs * factor]),
  );
}
const cells = [cell('clone', 4), cell('transfer', 0.2), cell('share', 0.1)];

function advised(advice: Advice): Extract<Advice, { kind: 'advice' }> {
  if (advice.kind !== 'advice') throw new Error(advice.reason);
  return advice;
}

test('the fastest is recommended, with the ratios of the others to it', () => {
  const { take, orPerhaps, options, cells: from } = advised(advise(question, suites, cells, true));
  expect([take, orPerhaps]).toEqual(['share', []]);
  expect(
    options.map(({ transport, standing, toFastest }) => [transport, standing, toFastest?.value]),
  ).toEqual([
    ['share', 'recommended', undefined],
    ['transfer', 'slower', expect.closeTo(2)],
    ['clone', 'slower', expect.closeTo(40)],
  ]);
  expect(options[0]?.msPerSecond).toBeCloseTo(6);
  // The advice names cells of the table.
  expect(from.map(({ transport, sizeBytes }) => [transport, sizeBytes])).toEqual([
    ['clone', MIB],
    ['transfer', MIB],
    ['share', MIB],
  ]);
});

/** What is recommended, what else might be, and how each transport stands. */
function standings(advice: Advice) {
  const { take, orPerhaps, options } = advised(advice);
  return {
    take,
    orPerhaps,
    ...Object.fromEntries(options.map(({ transport, standing }) => [transport, standing])),
  };
}

test('of transports that take about as long as the fastest for certain, the simplest is recommended', () => {
  const of = (transferMs: number, cloneMs = 4) =>
    standings(
      advise(
        question,
        suites,
        [cell('clone', cloneMs), cell('transfer', transferMs), cell('share', 0.1)],
        true,
      ),
    );
  const transfer = { take: 'transfer', orPerhaps: [], clone: 'slower', transfer: 'recommended' };
  expect(of(0.102)).toEqual({ ...transfer, share: 'the same' });
  expect(of(0.14)).toEqual({ ...transfer, share: 'close' });
  expect(of(0.16)).toEqual({
    take: 'share',
    orPerhaps: [],
    clone: 'slower',
    transfer: 'slower',
    share: 'recommended',
  });
  expect(of(0.102, 0.13)).toMatchObject({ take: 'clone', clone: 'recommended', share: 'close' });
});

test('a method that does not keep up is recommended only if none does', () => {
  const slow = [cell('clone', 20), cell('transfer', 18), cell('share', 14)];
  const at = (perSecond: number) => advised(advise({ ...question, perSecond }, suites, slow, true)).take;
  expect([1, 60, 1000].map(at)).toEqual(['clone', 'share', 'clone']);
});

test('what is undecided is not taken as equal, and is an alternative only if it is simpler', () => {
  const wild = (name: string) => simulatedSummary(name, MIB, [[0.1], [0.3], [0.2]]);
  const clone = cell('clone', 4);
  expect(standings(advise(question, suites, [clone, cell('transfer', 0.21), wild('share')], true))).toEqual({
    take: 'share',
    orPerhaps: ['transfer'],
    clone: 'slower',
    transfer: 'undecided',
    share: 'recommended',
  });
  expect(standings(advise(question, suites, [clone, cell('transfer', 0.15), wild('share')], true))).toEqual({
    take: 'transfer',
    orPerhaps: [],
    clone: 'slower',
    transfer: 'recommended',
    share: 'undecided',
  });
});

/** The cell of a transport that takes these times, one a launch. */
const times = (name: string, ms: readonly number[]) =>
  simulatedSummary(
    name,
    MIB,
    ms.map((one) => [one]),
  );
const transferMs = [0.1, 0.11, 0.1, 0.11, 0.1];

test('methods are compared with the recommended one, not with the fastest', () => {
  const scattered = times('share', [0.08, 0.12, 0.08, 0.12, 0.09]);
  const clone = times(
    'clone',
    transferMs.map((ms) => 1.13 * ms),
  );
  const all = [clone, times('transfer', transferMs), scattered];
  // Share scatters, so little is known of it; but clone is slower than transfer by 13% in every launch.
  expect(standings(advise(question, suites, all, true))).toEqual({
    take: 'clone',
    orPerhaps: [],
    clone: 'recommended',
    transfer: 'close',
    share: 'close',
  });
});

test('a method that takes the same time as the recommended one, and is simpler, is recommended', () => {
  const clone = times(
    'clone',
    transferMs.map((ms) => 1.05 * ms),
  );
  const scattered = times('share', [0.07, 0.1, 0.075, 0.11, 0.08]);
  // Transfer is close to share for certain, clone is not, as share scatters.
  expect(
    standings(advise(question, suites, [clone, times('transfer', transferMs), scattered], true)),
  ).toEqual({
    take: 'clone',
    orPerhaps: [],
    clone: 'recommended',
    transfer: 'the same',
    share: 'faster',
  });
});

test('one launch decides only if the ratio is large', () => {
  const one = ['clone', 'transfer', 'share'].map((name, at) => simulatedSummary(name, MIB, [[3 - at]]));
  expect(advised(advise(question, suites, one, true))).toMatchObject({
    take: 'share',
    orPerhaps: ['clone', 'transfer'],
  });
  const far = [simulatedSummary('clone', MIB, [[1300]]), simulatedSummary('share', MIB, [[0.04]])];
  expect(advised(advise(question, suites, far, true))).toMatchObject({ take: 'share', orPerhaps: [] });
});

test('a transport that the program rules out is not an option, and has a reason', () => {
  const { take, ruledOut } = advised(
    advise({ ...question, bothKeep: true, canBeIsolated: false }, suites, cells, true),
  );
  expect(take).toBe('clone');
  expect(ruledOut.map(({ transport }) => transport)).toEqual(['transfer', 'share']);
  // A runtime shares memory without isolation.
  expect(advised(advise({ ...question, canBeIsolated: false }, suites, cells, false)).take).toBe('share');
});

test('between two sizes each launch is interpolated in log-log', () => {
  const grown = [
    cell('clone', 1),
    cell('clone', 4, 4 * MIB),
    cell('share', 1.5),
    cell('share', 1.5, 4 * MIB),
  ];
  const {
    take,
    options,
    cells: from,
  } = advised(advise({ ...question, sizeBytes: 2 * MIB }, suites, grown, true));
  expect(take).toBe('share');
  expect(options[1]?.roundTripMs.value).toBeCloseTo(2);
  expect(from).toHaveLength(4);
});

test('between two sizes, only what is decided at both is decided', () => {
  const at = (sizeBytes: number, own: readonly MeasuredSummary[]) =>
    advised(advise({ ...question, sizeBytes }, suites, own, true));
  const shares = [cell('share', 1), cell('share', 16, 16 * MIB)];
  const alike = [cell('clone', 1), cell('clone', 16, 16 * MIB), ...shares];
  expect(at(4 * MIB, alike)).toMatchObject({ take: 'clone', orPerhaps: [] });
  // Slightly slower at 1 MiB, and as fast at 16 MiB.
  const close = [cell('clone', 1.3), cell('clone', 16, 16 * MIB), ...shares];
  expect(at(4 * MIB, close)).toMatchObject({ take: 'clone', orPerhaps: [] });
  // The same at 1 MiB, and half as fast at 16 MiB.
  const different = [cell('clone', 1), cell('clone', 32, 16 * MIB), ...shares];
  expect(at(1.2 * MIB, different)).toMatchObject({ take: 'share', orPerhaps: ['clone'] });
  // Without a size that both have measured, nothing is known.
  const apart = [cell('clone', 2, 2 * MIB), cell('clone', 8, 8 * MIB), ...shares];
  expect(at(3 * MIB, apart).options[1]?.standing).toBe('undecided');
});

test('a size whose cell has no figure gets none from its neighbours', () => {
  const around = (name: string) => [cell(name, 1, MIB / 4), cell(name, 4, 4 * MIB)];
  const { engine, suite, transport, parameter, sizeBytes } = cell('clone', 2);
  const failed = {
    engine,
    suite,
    transport,
    parameter,
    sizeBytes,
    status: 'failed',
    reason: 'it threw',
  } as const;
  const { take, ruledOut } = advised(
    advise(question, suites, [...around('clone'), failed, cell('share', 0.1), ...around('transfer')], true),
  );
  expect(ruledOut).toEqual([{ transport: 'clone', reason: 'failed at 1 MiB: it threw' }]);
  expect(take).toBe('share');
});

test('there is no advice outside the measured sizes', () => {
  const advice = advise({ ...question, sizeBytes: 2 * MIB }, suites, cells, true);
  expect(advice).toMatchObject({
    kind: 'not measured',
    reason: expect.stringContaining('clone: outside the measured sizes: 1 MiB to 1 MiB'),
  });
});

test('data in Wasm memory and several workers have suites of their own', () => {
  const inWasm = cells.map((one) => ({ ...one, suite: 'linear-memory' }));
  const pooled = cells.map((one) => ({ ...one, suite: 'pool', parameter: 4 }));
  const all = [...inWasm, ...pooled];
  expect(
    advised(advise({ ...question, inWasmMemory: true, bothKeep: true }, suites, all, true)),
  ).toMatchObject({
    suite: 'linear-memory',
    ruledOut: [],
  });
  expect(advised(advise({ ...question, workers: 4 }, suites, all, true)).suite).toBe('pool');
  expect(advised(advise({ ...question, workers: 4, inWasmMemory: true }, suites, all, true)).suite).toBe(
    'linear-memory',
  );
  expect(advise({ ...question, workers: 8 }, suites, all, true).kind).toBe('not measured');
});

test('the answer changes with the shape of the data', () => {
  const doing = (name: string, rank: number) => exampleTransport(name, { rank, doing: name });
  const suite = (name: string, answers: SuiteInfo['answers'], transports: string[], sizesBytes = [MIB]) => ({
    ...example,
    name,
    answers,
    sizesBytes,
    transports: transports.map((one, at) => doing(one, at + 1)),
  });
  const shaped = [
    ...suites,
    suite('shapes', 'objects', ['objects', 'columns'], [0]),
    suite('strings', 'string', ['clone', 'utf8']),
    suite('pixels', 'frames', ['bytes-clone', 'bytes-share'], [8 * MIB]),
  ];
  const of = (name: string, parameter: number | null, one: MeasuredSummary) => ({
    ...one,
    suite: name,
    parameter,
  });
  const all = [
    ...cells,
    of('shapes', 10, cell('objects', 0.1, 0)),
    of('shapes', 1000, cell('objects', 10, 0)),
    of('shapes', 10, cell('columns', 0.2, 0)),
    of('shapes', 1000, cell('columns', 2, 0)),
    of('strings', 1, cell('clone', 1)),
    of('strings', 1, cell('utf8', 3)),
    of('strings', 2, cell('clone', 2)),
    of('strings', 2, cell('utf8', 1)),
    of('pixels', null, cell('bytes-clone', 9, 8 * MIB)),
    of('pixels', null, cell('bytes-share', 0.1, 8 * MIB)),
  ];
  const answer = (shape: Shape) => advised(advise({ ...question, shape }, shaped, all, true));
  expect(advised(advise(question, shaped, all, true))).toMatchObject({ suite: 'round-trip', take: 'share' });
  expect(answer({ kind: 'objects', records: 10 })).toMatchObject({ suite: 'shapes', take: 'objects' });
  const between = answer({ kind: 'objects', records: 100 });
  expect(between).toMatchObject({ suite: 'shapes', take: 'columns' });
  expect(between.cells).toHaveLength(4);
  expect(between.options.map(({ roundTripMs }) => roundTripMs.value)).toEqual([
    expect.closeTo(0.63, 1),
    expect.closeTo(1, 1),
  ]);
  expect(answer({ kind: 'string', bytesPerCharacter: 1 })).toMatchObject({ suite: 'strings', take: 'clone' });
  expect(answer({ kind: 'string', bytesPerCharacter: 2 })).toMatchObject({ suite: 'strings', take: 'utf8' });
  expect(answer({ kind: 'frames' })).toMatchObject({ suite: 'pixels', take: 'bytes-share' });
  expect(advise({ ...question, shape: { kind: 'objects', records: 5000 } }, shaped, all, true)).toMatchObject(
    {
      kind: 'not measured',
      reason: expect.stringContaining('objects: outside the measured numbers of records: 10 to 1000'),
    },
  );
  expect(advise({ ...question, shape: { kind: 'objects', records: 10 } }, suites, all, true)).toMatchObject({
    reason: expect.stringContaining('no suite of this run measured a hand-off of objects; '),
  });
});

test('a hand-off that no suite measured is reported', () => {
  expect(advise({ ...question, inWasmMemory: true }, suites.slice(0, 1), cells, true)).toMatchObject({
    kind: 'not measured',
    reason: expect.stringContaining('no suite of this run measured a hand-off of data in Wasm memory; '),
  });
});
