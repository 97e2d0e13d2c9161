import { z } from 'zod';
import { workerOutcomeSchema } from './cell.ts';
import { findingSchema } from './claim.ts';
import { durationMsSchema, nameSchema, parameterSchema, sizeBytesSchema, wordsWhy } from './field.ts';
import { pageReportSchema, roundSchema } from './launch.ts';

/** What identifies a cell on a page. */
const sideKey = { transport: nameSchema, parameter: parameterSchema, sizeBytes: sizeBytesSchema };

/** The start or end of the time in which one cell's collections and memory are watched. */
const windowKey = { kind: z.literal('window'), ...sideKey };

/** What one worker has measured. */
export const workerReportSchema = z.strictObject({
  rounds: z.array(roundSchema),
  cells: z.array(z.strictObject({ ...sideKey, outcome: workerOutcomeSchema })),
});
export type WorkerReport = z.infer<typeof workerReportSchema>;

/** The messages that a page sends to the server, in the order of the events. */
export const pageMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), suite: nameSchema, page: pageReportSchema }),
  z.strictObject({
    kind: z.literal('threads').describe('The page has started workers, and measures after the answer.'),
    workers: z.int().min(1),
  }),
  z.strictObject({
    kind: z
      .literal('opened')
      .describe(
        'Transports from modules are open and may have started threads; the page measures after the answer.',
      ),
  }),
  z.strictObject({ kind: z.literal('alive').describe('The page is between two rounds.') }),
  z.strictObject({
    kind: z.literal('turn').describe('A cell is next; only a careful page says so.'),
    ...sideKey,
  }),
  z.strictObject({ kind: z.literal('worker'), ...workerReportSchema.shape }),
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
    ratio: z.number().positive().describe("The suite's time ÷ the time of the hand-written loop."),
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
