import { z } from 'zod';
import { NOT_WATCHED, unknownHost, VISIT, visitor } from '../../results/file/visitor.ts';
import {
  countSchema,
  durationMsSchema,
  nameSchema,
  parameterSchema,
  sampleMsSchema,
  sizeBytesSchema,
  unique,
  wordsWhy,
} from '../../results/schema/field.ts';
import { valuesFor } from '../../results/schema/ids.ts';
import { launchSchema, pageReportSchema } from '../../results/schema/launch.ts';
import { resultsSchema } from '../../results/schema/results.ts';
import { type Run, runSchema, type SuiteInfo } from '../../results/schema/run.ts';
import { unknownHostId } from '../../results/summary/hosts.ts';
import type { CellSummary, Summary } from '../../results/summary/summary.ts';

/** The version of the schema of shared runs. */
export const SHARED_VERSION = 1;

const sideKey = { transport: nameSchema, parameter: parameterSchema, sizeBytes: sizeBytesSchema };

const sharedCellSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...sideKey,
    status: z.literal('measured'),
    launches: unique(
      z.array(z.tuple([countSchema, sampleMsSchema, z.union([durationMsSchema, z.null()])])).min(1),
      ([launch]) => `launch ${launch}`,
    ).describe('Each page, its time of a round trip and its main-thread time, in milliseconds.'),
    samples: z.int().min(1),
    p95Ms: sampleMsSchema,
    p99Ms: z.union([sampleMsSchema, z.null()]),
    outliers: countSchema,
    lateFrames: z.union([z.strictObject({ late: countSchema, frames: z.int().min(1) }), z.null()]),
    movedBytes: z.union([countSchema, z.null()]),
  }),
  z.strictObject({
    ...sideKey,
    status: z.enum(['saturated', 'skipped', 'unsupported', 'failed']),
    reason: wordsWhy,
  }),
]);
type SharedCell = z.infer<typeof sharedCellSchema>;

const sharedSuiteSchema = z.strictObject({
  name: nameSchema,
  sizesBytes: unique(z.array(sizeBytesSchema).min(1), String),
  launch: z
    .union([launchSchema.pick({ startedAt: true, startUpMs: true, durationMs: true }), z.null()])
    .describe('null: the run was stopped before this suite.'),
  cells: unique(z.array(sharedCellSchema), (cell) => JSON.stringify(keyOf(cell))),
});

/** A user agent is rarely longer than 200 characters. */
const MOST_USER_AGENT = 500;

/**
 * A run of the live page without its samples and without what every version of the page knows of its suites: small enough for a
 * link.
 */
export const sharedRunSchema = z.strictObject({
  sharedVersion: z.literal(SHARED_VERSION),
  run: runSchema.pick({
    id: true,
    startedAt: true,
    seed: true,
    suiteVersion: true,
    commit: true,
    noCommit: true,
  }),
  outcome: resultsSchema.shape.outcome,
  endedAt: resultsSchema.shape.endedAt,
  userAgent: z.string().max(MOST_USER_AGENT),
  conditions: z.union([
    pageReportSchema.pick({ isolation: true, mainClockStepMs: true, workerClockStepMs: true }),
    z.null(),
  ]),
  efficiency: z.strictObject({
    launchesMs: durationMsSchema,
    timedMs: durationMsSchema,
    warmupMs: durationMsSchema,
    startUpMs: durationMsSchema,
    watchedMs: durationMsSchema,
    waitingMs: z
      .number()
      .describe('What is left of the launches; below 0 in older links, if a launch did not end.'),
  }),
  suites: unique(z.array(sharedSuiteSchema).min(1), ({ name }) => name),
});
export type SharedRun = z.infer<typeof sharedRunSchema>;

/** @param summary Of a run of the live page. */
export function sharedRun(summary: Summary, userAgent: string): SharedRun {
  const { run, outcome, endedAt, efficiency, launches, cells } = summary;
  const { id, startedAt, seed, suiteVersion, commit, noCommit } = run;
  const [conditions] = summary.conditions;
  return {
    sharedVersion: SHARED_VERSION,
    run: { id, startedAt, seed, suiteVersion, commit, noCommit },
    outcome,
    endedAt,
    userAgent: userAgent.slice(0, MOST_USER_AGENT),
    conditions: conditions
      ? {
          isolation: conditions.isolation,
          mainClockStepMs: conditions.mainClockStepMs,
          workerClockStepMs: conditions.workerClockStepMs,
        }
      : null,
    efficiency,
    suites: run.suites.map(({ name, sizesBytes }) => {
      const launch = launches.find(({ suite }) => suite === name);
      return {
        name,
        sizesBytes,
        launch: launch
          ? { startedAt: launch.startedAt, startUpMs: launch.startUpMs, durationMs: launch.durationMs }
          : null,
        cells: cells.filter(({ suite }) => suite === name).map(sharedCell),
      };
    }),
  };
}

function keyOf<Key extends Pick<SharedCell, keyof typeof sideKey>>({ transport, parameter, sizeBytes }: Key) {
  return { transport, parameter, sizeBytes };
}

function sharedCell(cell: CellSummary): SharedCell {
  if (cell.status !== 'measured') return { ...keyOf(cell), status: cell.status, reason: cell.reason };
  const { launches, samples, p95Ms, p99Ms, outliers, lateFrames, movedBytes } = cell;
  return {
    ...keyOf(cell),
    status: 'measured',
    launches: launches.map(({ launch, valueMs, mainThreadMs }) => [launch, valueMs, mainThreadMs]),
    samples,
    p95Ms,
    p99Ms,
    outliers,
    lateFrames,
    movedBytes,
  };
}

/**
 * The suites of a shared run, as this version describes them.
 * @throws {Error} if this version does not have what the run measured.
 */
export function suitesOf({ run, suites }: SharedRun, known: readonly SuiteInfo[]): SuiteInfo[] {
  const unknown = (words: string) =>
    new Error(
      `it measured ${words}, which this version of the suite does not have. It was measured with version ${run.suiteVersion}, commit ${run.commit ?? 'unknown'}`,
    );
  return suites.map(({ name, sizesBytes, cells }) => {
    const suite = known.find((one) => one.name === name);
    if (!suite) throw unknown(`the suite ${name}`);
    for (const sizeBytes of sizesBytes) {
      if (!suite.sizesBytes.includes(sizeBytes)) throw unknown(`${sizeBytes} bytes in ${name}`);
    }
    for (const { transport, parameter, sizeBytes } of cells) {
      const isKnown =
        suite.transports.some(
          (one) => one.name === transport && valuesFor(suite, one.role).includes(parameter),
        ) && sizesBytes.includes(sizeBytes);
      if (!isKnown)
        throw unknown(`${transport} (${parameter ?? 'no parameter'}, ${sizeBytes} bytes) in ${name}`);
    }
    return { ...suite, sizesBytes };
  });
}

/** @param run The plan of the shared run, with its suites. */
export function summaryOf(shared: SharedRun, run: Run): Summary {
  const { outcome, endedAt, userAgent, conditions, efficiency, suites } = shared;
  return {
    run,
    outcome,
    endedAt,
    hosts: [],
    engines: [visitor(userAgent)],
    claims: [],
    efficiency,
    launches: suites.flatMap(({ name, sizesBytes, launch }) => {
      if (!launch) return [];
      const key = { engine: VISIT, suite: name, launch: 0, startedAt: launch.startedAt, sizesBytes } as const;
      const { pages: _, ...record } = unknownHost(key);
      return [{ ...record, startUpMs: launch.startUpMs, durationMs: launch.durationMs }];
    }),
    conditions: conditions ? [{ engine: VISIT, userAgent, ...conditions }] : [],
    cells: suites.flatMap(({ name, cells }) => cells.map((cell) => cellSummary(name, cell))),
    // One launch has neither.
    carryOvers: [],
    noise: [],
  };
}

function cellSummary(suite: string, cell: SharedCell): CellSummary {
  const key = { engine: VISIT, suite, ...keyOf(cell) } as const;
  if (cell.status !== 'measured') return { ...key, status: cell.status, reason: cell.reason };
  const { launches, samples, p95Ms, p99Ms, outliers, lateFrames, movedBytes } = cell;
  const notWatched = { status: 'unsupported', reason: NOT_WATCHED } as const;
  return {
    ...key,
    status: 'measured',
    hosts: [unknownHostId(VISIT)],
    launches: launches.map(([launch, valueMs, mainThreadMs]) => ({ launch, valueMs, mainThreadMs })),
    samples,
    p95Ms,
    p99Ms,
    outliers,
    drift: null,
    lateFrames,
    movedBytes,
    gc: notWatched,
    memory: notWatched,
    cpu: notWatched,
  };
}
