import { z } from 'zod';
import {
  countSchema,
  durationMsSchema,
  nameSchema,
  parameterSchema,
  sizeBytesSchema,
  textSchema,
  timestampSchema,
  wordsWhy,
} from './field.ts';
import { cellId, claimId, launchId, passId } from './keys.ts';
import { unique } from './unique.ts';

/**
 * The shape of a results file. Closed: an unknown key is an error. Units are in the names; times are
 * wall-clock milliseconds read from `performance.now()` unless a name says otherwise.
 */
export const SCHEMA_VERSION = 2;

export const ENGINE_NAMES = ['chromium', 'firefox', 'webkit', 'node', 'bun', 'deno', 'visit'] as const;
export const engineNameSchema = z.enum(ENGINE_NAMES);
export type EngineName = z.infer<typeof engineNameSchema>;

const PROFILE_NAMES = ['quick', 'default', 'full'] as const;

export const transportInfoSchema = z.strictObject({
  name: nameSchema,
  title: textSchema.describe('What it does, in a few words.'),
  role: z
    .enum(['transport', 'control', 'twin'])
    .describe(
      'A control is a yardstick, measured beside the transports; a twin is clone again, for the A/A check.',
    ),
  copies: z.boolean().describe('Whether the working set is copied: what bounds it is then the copying.'),
  controls: z
    .array(nameSchema)
    .describe('The yardsticks of its regime: the slowest of them at a size is what it is held against.'),
  sizesBytes: z.union([z.array(sizeBytesSchema), z.null()]).describe('null: every size of the suite.'),
});
export type TransportInfo = z.infer<typeof transportInfoSchema>;

const suiteInfoSchema = z.strictObject({
  name: nameSchema,
  question: textSchema,
  baseline: z.union([nameSchema, z.null()]).describe('The transport that the others are held against.'),
  work: z
    .union([nameSchema, z.null()])
    .describe('The control that does the work and moves nothing: the rest of a round trip is movement.'),
  crossings: countSchema.describe('How often a round trip moves the working set from one side to the other.'),
  parameter: z.union([
    z.strictObject({ name: textSchema, values: z.array(parameterSchema).min(1) }),
    z.null(),
  ]),
  sizesBytes: z.array(sizeBytesSchema).min(1),
  timeShare: z.number().positive().describe('Its share of the budgets, which are those of a suite of 1.'),
  transports: unique(z.array(transportInfoSchema).min(1), ({ name }) => name),
});
export type SuiteInfo = z.infer<typeof suiteInfoSchema>;

export const runSchema = z.strictObject({
  id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/),
  startedAt: timestampSchema,
  profile: z.enum(PROFILE_NAMES),
  seed: z.int().min(0).max(0xffffffff).describe('Fixes the order of sizes and blocks.'),
  suites: unique(z.array(suiteInfoSchema), ({ name }) => name),
  claims: z.boolean().describe('Whether the claims of the guide are checked.'),
  sampling: z
    .strictObject({
      leastLaunches: z.int().min(1),
      mostLaunches: z.int().min(1),
      targetMargin: z
        .number()
        .positive()
        .describe('Half the width of a deciding ratio’s interval: 0.1 is ±10%.'),
      budgetMs: durationMsSchema.describe(
        'No launch is begun that would end after this, of an engine and suite.',
      ),
    })
    .describe(
      'Launches are added until every ratio that decides is as narrow as the target, or the time is up.',
    ),
  pressure: z
    .strictObject({
      warmup: countSchema,
      most: z.int().min(1),
      mostMs: durationMsSchema,
      leastBytes: countSchema.describe('They move so many all the same.'),
      budgetMs: durationMsSchema.describe('No launch is begun after this, of an engine and suite.'),
      copyingControls: z.boolean().describe('Whether the controls that copy are watched too.'),
      sizes: z
        .enum(['all', 'largest'])
        .default('all')
        .describe('At which sizes of a suite cells are watched.'),
    })
    .describe(
      'Round trips of a cell while its collections and memory are watched: so many, or as many as take so long.',
    ),
  suiteVersion: textSchema.describe('The version of this benchmark suite.'),
  commit: z.union([z.string().regex(/^[0-9a-f]{40}(-dirty)?$/), z.null()]),
});
export type Run = z.infer<typeof runSchema>;

export const hostSchema = z.strictObject({
  id: nameSchema,
  os: textSchema,
  arch: textSchema,
  cpu: textSchema,
  cores: z.int().min(1),
  memoryBytes: countSchema,
  notes: z.array(textSchema).describe('What one has to know of it to read its figures.'),
});
export type Host = z.infer<typeof hostSchema>;

const foundEngineSchema = z.strictObject({
  engine: engineNameSchema,
  status: z.literal('found'),
  version: textSchema,
  source: z
    .enum(['playwright', 'system', 'npm', 'runner', 'remote', 'visitor'])
    .describe(
      "Where the build came from; 'runner' is the Node that runs the suite, 'remote' a browser on another machine.",
    ),
  executable: z.union([textSchema, z.null()]),
  flags: z.array(textSchema),
  environment: z.record(z.string(), textSchema).describe('Environment variables it was started with.'),
  notes: z.array(textSchema),
  gcAccount: z
    .discriminatedUnion('status', [
      z.strictObject({ status: z.literal('read'), source: textSchema }),
      z.strictObject({ status: z.literal('unsupported'), reason: wordsWhy }),
    ])
    .describe('What tells of its collections.'),
});
const missingEngineSchema = z.strictObject({
  engine: engineNameSchema,
  status: z.literal('missing'),
  reason: textSchema,
  remedy: textSchema.describe('How to get it.'),
});
export const engineSchema = z.discriminatedUnion('status', [foundEngineSchema, missingEngineSchema]);
export type EngineRecord = z.infer<typeof engineSchema>;
export type FoundEngine = z.infer<typeof foundEngineSchema>;
export type MissingEngine = z.infer<typeof missingEngineSchema>;

/** What the engine itself says about isolation and sharing. `null` is a runtime that has no such notion. */
const isolationSchema = z.strictObject({
  crossOriginIsolated: z.union([z.boolean(), z.null()]),
  sharedArrayBuffer: z.boolean(),
  sharedMemory: z.union([z.literal('posted'), textSchema]).describe("'posted', or the error of posting one."),
});
export type Isolation = z.infer<typeof isolationSchema>;

/** One page (a fresh one a size), and the clocks it measured. */
export const pageSchema = z.strictObject({
  sizeBytes: sizeBytesSchema,
  userAgent: textSchema,
  isolation: isolationSchema,
  mainClockStepMs: durationMsSchema.describe('Smallest step of performance.now() on the main thread.'),
  workerClockStepMs: durationMsSchema,
});

/** Of an engine and suite: watching collections and memory, after the timing. */
export const passSchema = z.strictObject({
  engine: engineNameSchema,
  suite: nameSchema,
  durationMs: durationMsSchema,
});
export type Pass = z.infer<typeof passSchema>;

export const launchKey = { engine: engineNameSchema, suite: nameSchema, launch: countSchema };

export const launchSchema = z.strictObject({
  ...launchKey,
  host: z.union([nameSchema, z.null()]).describe("null: a visitor's machine, which is not known."),
  startedAt: timestampSchema,
  loadAverage: z
    .union([z.number().nonnegative(), z.null()])
    .describe("The host's load over the minute before the launch; null where the host is not known."),
  sizesBytes: z.array(sizeBytesSchema).describe('What it measures, in this order.'),
  startUpMs: z
    .union([durationMsSchema, z.null()])
    .describe('Until its first page spoke. null: it never did.'),
  durationMs: z.union([durationMsSchema, z.null()]).describe('null: it did not run to its end.'),
  retried: z
    .union([wordsWhy, z.null()])
    .default(null)
    .describe(
      'Why it was begun once more, from its start: what is measured again takes the place of what had been.',
    ),
  pages: z.array(pageSchema).describe('In the order in which they ran.'),
});
export type Launch = z.infer<typeof launchSchema>;

/** Time that the main thread spends on messages, in the warm-up or, of long ones, in the samples; totals of them all. */
const mainThreadSchema = z.strictObject({
  roundTrips: z.int().min(1),
  postMs: durationMsSchema.describe('Inside postMessage.'),
  readMs: durationMsSchema.describe("Reading the message event's data."),
});

/** Consecutive samples of one cell in one launch; the samples stand in the cell's `samplesMs`. */
export const blockSchema = z.strictObject({
  startedMs: durationMsSchema.describe("On the page's own clock."),
  after: z.union([nameSchema, z.null()]).describe('The transport of the block before it on this page.'),
  batch: z
    .int()
    .min(1)
    .describe(
      'Round trips a sample, at the end: one that came out too short for the clock makes the later ones longer.',
    ),
  warmupRoundTrips: countSchema,
  warmupMs: durationMsSchema,
  measuredMs: durationMsSchema.describe('The time inside its samples.'),
  roundTrips: z.int().min(1).describe('In its samples together.'),
  mainThread: z.union([mainThreadSchema, z.null()]).describe('null: nothing is posted.'),
  samples: z.int().min(1),
});

export const samplesMsSchema = z
  .array(z.number().positive())
  .min(1)
  .describe('Mean round trip of each batch, in time order.');
const cellLaunchSchema = z.strictObject({
  launch: countSchema,
  samplesMs: samplesMsSchema,
  blocks: z.array(blockSchema).min(1),
});
export type CellLaunch = z.infer<typeof cellLaunchSchema>;

export const cellKey = {
  engine: engineNameSchema,
  suite: nameSchema,
  transport: nameSchema,
  parameter: parameterSchema,
  sizeBytes: sizeBytesSchema,
};
/** Why there is no figure. */
const withoutFigure = (['skipped', 'unsupported', 'failed'] as const).map((status) =>
  z.strictObject({ status: z.literal(status), reason: wordsWhy }),
);

const pausesSchema = z.strictObject({ collections: countSchema, pauseMs: durationMsSchema });
const threadGcSchema = z.strictObject({ minor: pausesSchema, major: pausesSchema });
export type ThreadGc = z.infer<typeof threadGcSchema>;

/** The collections of some round trips, in a pass of their own; as the engine itself tells of them (`gcAccount`). */
export const gcSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    roundTrips: z.int().min(1),
    main: threadGcSchema,
    worker: threadGcSchema,
    notUnderstood: countSchema.describe('Lines or events of the account that could not be read.'),
  }),
  ...withoutFigure,
]);
export type Gc = z.infer<typeof gcSchema>;

/** The memory of the engine's process tree in the same pass, as Linux's /proc has it. */
export const memorySchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    peakBytes: countSchema.describe('Above what the processes held just before the cell began.'),
  }),
  ...withoutFigure,
]);
export type Memory = z.infer<typeof memorySchema>;

/** The time that all threads of the engine spent on a processor in the same round trips: waiting costs none, spinning does. */
export const cpuSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    roundTrips: z.int().min(1),
    cpuMs: durationMsSchema,
    wallMs: durationMsSchema,
  }),
  ...withoutFigure,
]);
export type Cpu = z.infer<typeof cpuSchema>;

/** Statistics are computed from `samplesMs` and never stored. */
export const cellSchema = z.discriminatedUnion('status', [
  z.strictObject({
    ...cellKey,
    status: z.literal('measured'),
    launches: unique(z.array(cellLaunchSchema).min(1), ({ launch }) => `launch ${launch}`),
    gc: gcSchema,
    memory: memorySchema,
    cpu: cpuSchema,
  }),
  z.strictObject({ ...cellKey, status: z.literal('saturated'), reason: wordsWhy }),
  z.strictObject({ ...cellKey, status: z.literal('skipped'), reason: wordsWhy }),
  z.strictObject({ ...cellKey, status: z.literal('unsupported'), reason: wordsWhy }),
  z.strictObject({ ...cellKey, status: z.literal('failed'), reason: wordsWhy }),
]);
export type Cell = z.infer<typeof cellSchema>;
export type MeasuredCell = Extract<Cell, { status: 'measured' }>;
export type CellKey = Pick<Cell, 'engine' | 'suite' | 'transport' | 'parameter' | 'sizeBytes'>;

/** What an engine says to a claim of the guide. */
const claimVerdictSchema = z.enum(['holds', 'does not hold', 'undecided', 'cannot be tested here']);
export type ClaimVerdict = z.infer<typeof claimVerdictSchema>;

export const findingSchema = {
  id: nameSchema,
  words: textSchema.min(1).describe('The claim.'),
  verdict: claimVerdictSchema,
  evidence: textSchema
    .min(1)
    .describe('What the engine did, or this run’s figures; or why it cannot be tested here.'),
};
export const claimSchema = z.strictObject({ ...findingSchema, engine: engineNameSchema });
export type ClaimResult = z.infer<typeof claimSchema>;

export const resultsSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  run: runSchema,
  outcome: z
    .enum(['unfinished', 'interrupted', 'complete'])
    .describe('complete: every cell that was planned has its status.'),
  endedAt: z.union([timestampSchema, z.null()]),
  hosts: unique(z.array(hostSchema), ({ id }) => id),
  engines: unique(z.array(engineSchema), ({ engine }) => engine),
  launches: unique(z.array(launchSchema), launchId),
  passes: unique(z.array(passSchema), passId),
  cells: unique(z.array(cellSchema), cellId),
  claims: unique(z.array(claimSchema), claimId).describe('What each engine says to each claim of the guide.'),
});
export type Results = z.infer<typeof resultsSchema>;
