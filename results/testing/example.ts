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
    copies: false,
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
    timeShare: 1,
    transports: [
      exampleTransport('clone', { rank: 1, doing: 'Cloning' }),
      exampleTransport('share', { rank: 3, doing: 'Sharing', needsIsolation: true }),
      { ...exampleTransport('ping'), role: 'control', controls: [] },
    ],
  };
  const block = (transport: string, sizeBytes: number, ...samplesMs: number[]): Entry => ({
    kind: 'block',
    ...key,
    transport,
    parameter: null,
    sizeBytes,
    outcome: {
      status: 'measured',
      batch: 4,
      samplesMs,
      startedMs: 100,
      after: null,
      warmupRoundTrips: 8,
      warmupMs: 1,
      measuredMs: 2,
      roundTrips: 4 * samplesMs.length,
      mainThread: null,
    },
  });
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
        sampling: { leastLaunches: 1, mostLaunches: 1, targetMargin: 0.25, budgetMs: 1000 },
        pressure: {
          warmup: 1,
          most: 10,
          mostMs: 100,
          leastBytes: 0,
          budgetMs: 1000,
          copyingControls: false,
          sizes: 'all',
        },
        suiteVersion: '0.0.0',
        commit: null,
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
        pages: [],
      },
    },
    {
      kind: 'page',
      ...key,
      page: {
        sizeBytes: 1024,
        userAgent: 'Node.js/20',
        isolation: { crossOriginIsolated: null, sharedArrayBuffer: true, sharedMemory: 'posted' },
        mainClockStepMs: 0.0001,
        workerClockStepMs: 0.0001,
      },
    },
    block('clone', 1024, 0.05, 0.04, 0.06),
    block('ping', 1024, 0.03, 0.03, 0.04),
    block('share', 1024, 0.04, 0.03, 0.05),
    block('clone', 1024, 0.07, 0.08),
    block('clone', 1_048_576, 3, 2, 4),
    {
      kind: 'pressure',
      engine: 'node',
      suite: 'round-trip',
      transport: 'clone',
      parameter: null,
      sizeBytes: 1_048_576,
      gc: {
        status: 'measured',
        roundTrips: 256,
        main: { minor: { collections: 32, pauseMs: 4 }, major: { collections: 0, pauseMs: 0 } },
        worker: { minor: { collections: 16, pauseMs: 2 }, major: { collections: 8, pauseMs: 2 } },
        notUnderstood: 3,
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
    {
      ...block('share', 1_048_576),
      outcome: { status: 'unsupported', reason: 'a shared memory cannot be posted' },
    } as Entry,
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
