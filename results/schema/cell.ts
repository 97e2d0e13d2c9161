import { z } from 'zod';
import { countSchema, durationMsSchema, nameSchema, sampleMsSchema, wordsWhy } from './field.ts';
import { cellKey } from './keys.ts';
import { unique } from './unique.ts';

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
  .array(sampleMsSchema)
  .min(1)
  .describe('Mean round trip of each batch, in time order.');
const cellLaunchSchema = z.strictObject({
  launch: countSchema,
  samplesMs: samplesMsSchema,
  blocks: z.array(blockSchema).min(1),
});
export type CellLaunch = z.infer<typeof cellLaunchSchema>;

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
