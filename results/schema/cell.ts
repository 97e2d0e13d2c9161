import { z } from 'zod';
import { countSchema, durationMsSchema, sampleMsSchema, unique, wordsWhy } from './field.ts';
import { cellKey } from './keys.ts';

/** Time that the main thread spends on messages: during the warm-up, or during the samples if round trips are long. Totals. */
const mainThreadSchema = z.strictObject({
  roundTrips: z.int().min(1),
  postMs: durationMsSchema.describe('Inside postMessage.'),
  readMs: durationMsSchema.describe("Reading the message event's data."),
});

/** The samples of one cell in one round, one for each turn. The samples themselves are in the cell's `samplesMs`. */
const blockSchema = z.strictObject({
  round: countSchema.describe("Among the rounds of the worker, which are in the launch's pages."),
  samples: z.int().min(1),
});

/** What one worker measured of a cell. */
const workerFields = {
  batch: z.int().min(1).describe('Round trips per sample, unless a sample was too short for the clock.'),
  warmupRoundTrips: countSchema,
  warmupMs: durationMsSchema,
  roundTrips: z.int().min(1).describe('In all its samples.'),
  measuredMs: durationMsSchema.describe('Time inside its samples.'),
  mainThread: z
    .union([mainThreadSchema, z.null()])
    .describe(
      'null: not measured, as the transport posts nothing, or through a channel of its own, or measures its messages itself.',
    ),
  movedBytes: z
    .union([countSchema, z.null()])
    .default(null)
    .describe(
      'The bytes of the buffers that arrived in its last round trip, there and back; a shared buffer does not move. null: not counted.',
    ),
  blocks: z.array(blockSchema).min(1),
};
const cellWorkerSchema = z.strictObject({
  page: countSchema.describe('Among the pages of the launch.'),
  worker: countSchema.describe('Among the workers of the page.'),
  ...workerFields,
});

const samplesMsSchema = z
  .array(sampleMsSchema)
  .min(1)
  .describe('Mean round trip of each batch, in time order.');
const cellLaunchSchema = z.strictObject({
  launch: countSchema,
  samplesMs: samplesMsSchema,
  workers: z.array(cellWorkerSchema).min(1),
});

/** What a page reports of one cell and one worker. */
export const workerOutcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('measured'), samplesMs: samplesMsSchema, ...workerFields }),
  z.strictObject({ status: z.literal('saturated'), reason: wordsWhy }),
  z.strictObject({ status: z.literal('unsupported'), reason: wordsWhy }),
  z.strictObject({ status: z.literal('failed'), reason: wordsWhy }),
]);
export type WorkerOutcome = z.infer<typeof workerOutcomeSchema>;
export type CellLaunch = z.infer<typeof cellLaunchSchema>;

/** The statuses without a figure, each with its reason. */
const withoutFigure = (['skipped', 'unsupported', 'failed'] as const).map((status) =>
  z.strictObject({ status: z.literal(status), reason: wordsWhy }),
);

const pausesSchema = z.strictObject({ collections: countSchema, pauseMs: durationMsSchema });
const threadGcSchema = z.strictObject({ minor: pausesSchema, major: pausesSchema });
export type ThreadGc = z.infer<typeof threadGcSchema>;

/** The collections of one launch. */
const gcWatchSchema = z.strictObject({
  roundTrips: z.int().min(1),
  main: threadGcSchema,
  worker: threadGcSchema,
  notUnderstood: countSchema.describe("Lines or events of the engine's report that could not be read."),
});
export type GcWatch = z.infer<typeof gcWatchSchema>;

/** Garbage collections, watched in launches of their own, as the engine reports them (`gcAccount`). */
export const gcSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('measured'), watches: z.array(gcWatchSchema).min(1) }),
  ...withoutFigure,
]);
export type Gc = z.infer<typeof gcSchema>;

/** The memory of the engine's process tree in the same pass, read from Linux's /proc. */
export const memorySchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    peakBytes: countSchema.describe('Above the memory of the processes just before the cell began.'),
  }),
  ...withoutFigure,
]);
export type Memory = z.infer<typeof memorySchema>;

/** Processor time of all threads of the engine during the same round trips: spinning takes processor time, waiting does not. */
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
