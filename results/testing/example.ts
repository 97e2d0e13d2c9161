import type { Question } from '../advice/question.ts';
import { Fold } from '../file/fold.ts';
import type { Entry } from '../schema/entry.ts';
import type { Results } from '../schema/results.ts';
import type { SuiteInfo, TransportInfo } from '../schema/run.ts';

/** An example transport of a run. @param candidate Fields that differ from the defaults. */
export function exampleTransport(
  name: string,
  candidate:
    | (Partial<NonNullable<TransportInfo['candidate']>> & { rank: number; doing: string })
    | null = null,
): TransportInfo {
  return {
    name,
    title: `what ${name} does`,
    role: 'transport',
    copies: name === 'clone',
    controls: ['ping'],
    sizesBytes: null,
    candidate: candidate && { senderKeeps: true, needsIsolation: false, ...candidate },
    followedTo: [],
  };
}

/** The suite whose cells determine the break-even. */
export const EXAMPLE_SETUP: Pick<SuiteInfo, 'name' | 'breakEven'> = {
  name: 'setup',
  breakEven: {
    allocate: 'allocate-shared',
    suite: 'round-trip',
    fill: 'copy-fresh',
    post: 'share-repost',
    use: 'share',
    instead: 'clone',
  },
};

type ExampleCell = Extract<Entry, { kind: 'worker' }>['cells'][number];

/** The entries of a small run, for the tests: one engine is measured, and one is missing. */
export function exampleEntries(): Entry[] {
  const key = { engine: 'node', suite: 'round-trip', launch: 0 } as const;
  const suite: SuiteInfo = {
    name: 'round-trip',
    question: 'How long?',
    figure: { id: 'round-trip', title: 'round trip', one: 'round trip', many: 'round trips' },
    areRivals: true,
    answers: 'working-set',
    breakEven: null,
    baseline: 'clone',
    work: null,
    crossings: 2,
    parameter: null,
    sizesBytes: [1024, 1_048_576],
    placement: 'apart',
    repeats: null,
    workers: 1,
    timeShare: 1,
    watchedBy: 'all',
    transports: [
      exampleTransport('clone', { rank: 1, doing: 'Cloning' }),
      exampleTransport('share', { rank: 3, doing: 'Sharing', needsIsolation: true }),
      { ...exampleTransport('ping'), role: 'control', controls: [] },
    ],
  };
  const rounds = (...all: { sizeBytes: number; order: number[][] }[]) =>
    all.map((round) => ({ ...round, parameter: null, startedMs: 100 }));
  /** @param blocks The samples of each round, by the number of the round. */
  const cell = (
    transport: string,
    sizeBytes: number,
    blocks: Readonly<Record<number, number[]>>,
  ): ExampleCell => {
    const samplesMs = Object.values(blocks).flat();
    return {
      transport,
      parameter: null,
      sizeBytes,
      outcome: {
        status: 'measured',
        batch: 4,
        samplesMs,
        warmupRoundTrips: 8,
        warmupMs: 1,
        roundTrips: 4 * samplesMs.length,
        measuredMs: 2,
        mainThread: null,
        movedBytes: null,
        blocks: Object.entries(blocks).map(([round, own]) => ({ round: Number(round), samples: own.length })),
      },
    };
  };
  return [
    {
      kind: 'run',
      run: {
        id: 'example',
        startedAt: '2026-01-02T03:04:05.678Z',
        profile: 'quick',
        seed: 1,
        suites: [suite],
        claims: true,
        isolation: 'on',
        sampling: { leastLaunches: 1, mostLaunches: 1, targetMargin: 0.25, budgetMs: 1000 },
        pressure: {
          warmup: 1,
          most: 10,
          mostMs: 100,
          leastBytes: 0,
          launches: 1,
          budgetMs: 1000,
          copyingControls: false,
          sizes: 'all',
        },
        suiteVersion: '0.0.0',
        commit: null,
        noCommit: 'git is not installed, or not in PATH',
      },
    },
    {
      kind: 'host',
      host: {
        id: 'host-a',
        os: 'Linux 6',
        arch: 'x64',
        cpu: 'a processor',
        cores: 2,
        memoryBytes: 2 ** 34,
        firstTouchUs: 0.2,
        notes: [],
      },
    },
    {
      kind: 'engine',
      engine: {
        engine: 'node',
        status: 'found',
        version: '20.0.0',
        source: 'runner',
        executable: '/usr/bin/node',
        flags: [],
        environment: {},
        notes: [],
        gcAccount: { status: 'read', source: 'a log' },
      },
    },
    {
      kind: 'engine',
      engine: { engine: 'webkit', status: 'missing', reason: 'it is not here', remedy: 'Run: something' },
    },
    {
      kind: 'launch',
      launch: {
        ...key,
        host: 'host-a',
        startedAt: '2026-01-02T03:04:06.000Z',
        loadAverage: 0.5,
        sizesBytes: [1024, 1_048_576],
        startUpMs: null,
        durationMs: null,
        retried: null,
        placement: { status: 'free', reason: 'no page has started a worker' },
        pages: [],
      },
    },
    {
      kind: 'page',
      ...key,
      page: {
        sizesBytes: [1024, 1_048_576],
        userAgent: 'Node.js/20',
        isolation: { crossOriginIsolated: null, sharedArrayBuffer: true, sharedMemory: 'posted' },
        mainClockStepMs: 0.0001,
        workerClockStepMs: 0.0001,
      },
    },
    { kind: 'placed', ...key, placement: { status: 'placed', page: 1, workers: [0] } },
    {
      kind: 'worker',
      ...key,
      rounds: rounds(
        {
          sizeBytes: 1024,
          order: [
            [0, 1, 2],
            [2, 0, 1],
            [1, 0, 2],
          ],
        },
        { sizeBytes: 1_048_576, order: [[0], [0], [0]] },
        { sizeBytes: 1024, order: [[0], [0]] },
      ),
      cells: [
        cell('clone', 1024, { 0: [0.06, 0.048, 0.075], 2: [0.06, 0.06] }),
        cell('ping', 1024, { 0: [0.03, 0.024, 0.0375] }),
        cell('share', 1024, { 0: [0.04, 0.032, 0.05] }),
        cell('clone', 1_048_576, { 1: [3, 2.4, 3.75] }),
        {
          transport: 'share',
          parameter: null,
          sizeBytes: 1_048_576,
          outcome: { status: 'unsupported', reason: 'a shared memory cannot be posted' },
        },
      ],
    },
    {
      kind: 'pressure',
      engine: 'node',
      suite: 'round-trip',
      transport: 'clone',
      parameter: null,
      sizeBytes: 1_048_576,
      gc: {
        status: 'measured',
        watches: [
          {
            roundTrips: 256,
            main: { minor: { collections: 32, pauseMs: 4 }, major: { collections: 0, pauseMs: 0 } },
            worker: { minor: { collections: 16, pauseMs: 2 }, major: { collections: 8, pauseMs: 2 } },
            notUnderstood: 3,
          },
        ],
      },
      memory: { status: 'measured', peakBytes: 4 * 1_048_576 },
      cpu: { status: 'measured', roundTrips: 256, cpuMs: 512, wallMs: 640 },
    },
    {
      kind: 'claim',
      engine: 'node',
      id: 'a-claim',
      words: 'Sharing is constant.',
      verdict: 'holds',
      evidence: 'it was',
    },
    { kind: 'pass', engine: 'node', suite: 'round-trip', durationMs: 500 },
    { kind: 'launched', ...key, durationMs: 1234.5, startUpMs: 50 },
  ];
}

export function exampleResults(entries: readonly Entry[] = exampleEntries()): Results {
  const fold = new Fold();
  for (const entry of entries) fold.add(entry);
  fold.add({ kind: 'ended', at: '2026-01-02T03:05:00.000Z', outcome: 'complete' });
  const results = fold.results();
  if (!results) throw new Error('the entries begin no run');
  return results;
}

/** A hand-off of 1 MiB, 60 times a second, to one worker of a page without constraints. */
export const exampleQuestion: Question = {
  sizeBytes: 1024 ** 2,
  perSecond: 60,
  shape: null,
  inWasmMemory: false,
  bothKeep: false,
  workers: 1,
  canBeIsolated: true,
};
