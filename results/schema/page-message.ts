import { z } from 'zod';
import { blockSchema, samplesMsSchema } from './cell.ts';
import { findingSchema } from './claim.ts';
import {
  countSchema,
  durationMsSchema,
  nameSchema,
  parameterSchema,
  sizeBytesSchema,
  wordsWhy,
} from './field.ts';
import { pageSchema } from './launch.ts';

/** What a page reports about one block. */
export const blockOutcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    samplesMs: samplesMsSchema,
    batch: blockSchema.shape.batch,
    startedMs: durationMsSchema,
    after: blockSchema.shape.after,
    warmupRoundTrips: countSchema,
    warmupMs: durationMsSchema,
    measuredMs: durationMsSchema,
    roundTrips: blockSchema.shape.roundTrips,
    mainThread: blockSchema.shape.mainThread,
  }),
  z.strictObject({ status: z.literal('saturated'), reason: wordsWhy }),
  z.strictObject({ status: z.literal('unsupported'), reason: wordsWhy }),
  z.strictObject({ status: z.literal('failed'), reason: wordsWhy }),
]);
export type BlockOutcome = z.infer<typeof blockOutcomeSchema>;

/** The start or end of the time in which one cell's collections and memory are watched. */
const windowKey = {
  kind: z.literal('window'),
  transport: nameSchema,
  parameter: parameterSchema,
  sizeBytes: sizeBytesSchema,
};

/** The messages that a page sends to the server, in the order of the events. */
export const pageMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), page: pageSchema }),
  z.strictObject({
    kind: z.literal('block'),
    transport: nameSchema,
    parameter: parameterSchema,
    sizeBytes: sizeBytesSchema,
    outcome: blockOutcomeSchema,
  }),
  z.strictObject({
    kind: z.literal('bump'),
    workerSaw: z.int(),
    mainSaw: z.int(),
    mainShared: z.boolean(),
    workerShared: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('harness'),
    transport: nameSchema,
    sizeBytes: sizeBytesSchema,
    suiteMs: durationMsSchema,
    byHandMs: durationMsSchema,
  }),
  z.strictObject({
    kind: z
      .literal('alone')
      .describe('The main thread makes garbage before there is a worker, to identify its heap.'),
    edge: z.enum(['begin', 'end']),
  }),
  z.discriminatedUnion('edge', [
    z.strictObject({ ...windowKey, edge: z.literal('open').describe('Before anything of the cell exists.') }),
    z.strictObject({ ...windowKey, edge: z.literal('begin').describe('After the warm-up.') }),
    z.strictObject({
      ...windowKey,
      edge: z.literal('end'),
      roundTrips: z.int().min(1),
      durationMs: durationMsSchema,
    }),
    z.strictObject({ ...windowKey, edge: z.literal('failed'), reason: wordsWhy }),
  ]),
  z.strictObject({ kind: z.literal('claim'), ...findingSchema }),
  z.strictObject({ kind: z.literal('refused'), reason: wordsWhy }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;
